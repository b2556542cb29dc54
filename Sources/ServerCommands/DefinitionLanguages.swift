import Logging
import ServerLog
import Terminal
import WebPages

/// The catalogues beside forums' files, `schema/forums/FORUM/languages/fr.json`.
enum DefinitionLanguages {
    /// All of them; one that cannot be read is told in the log, and left out: its texts stay English.
    /// - Parameter schema: the folder in which the server's migrations lie as well.
    static func read(in schema: String, _ log: Logger) -> LabelCatalogues {
        var catalogues = LabelCatalogues()
        for forum in SchemaFolder.folders(in: schema + "/forums") {
            for language in PageLanguage.allCases where language != .english {
                let path = "\(schema)/forums/\(forum)/languages/\(language.rawValue).json"
                guard LocalFile.exists(path) else { continue }
                do throws(FileFault) {
                    let bytes = try LocalFile.bytes(path)
                    do throws(LabelCatalogues.Fault) { try catalogues.add(bytes, language) } catch {
                        log.write(.warning, "\(path) is no catalogue: \(error.sentence); its texts stay English")
                    }
                } catch {
                    log.write(.warning, "\(path) \(error.sentence); its texts stay English")
                }
            }
        }
        return catalogues
    }
}
