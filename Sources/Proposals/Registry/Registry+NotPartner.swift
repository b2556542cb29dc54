import Wording

extension Registry {
    /// That a text is no partner's id, and which partner it names instead: the record keeps ids alone.
    func notPartner(_ text: String) -> String {
        let sentence = "\"\(text.prefix(40))\" is not a partner of this forum"
        guard let word = (partners.keys.sorted() + partners.values.map(\.name).sorted()).meant(by: text),
            let id = partners[word]?.id ?? partners.values.filter({ $0.name == word }).map(\.id).min()
        else { return sentence }
        return sentence + "; did you mean \(id)?"
    }
}
