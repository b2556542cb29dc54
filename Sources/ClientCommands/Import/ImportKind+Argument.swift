import ArgumentParser
import ImportFiles

extension ImportKind: ExpressibleByArgument {}
