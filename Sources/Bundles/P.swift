package enum Bundles {}
