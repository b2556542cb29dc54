import ArgumentParser
import CanonicalJSON
import Terminal
import Wording

/// `chancery config`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the server's settings without starting it.", subcommands: [Check.self])

    /// Everything about the settings that can be known without a database and without listening.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show each setting of serve, where it comes from, and everything that is wrong.",
            discussion: """
                Give it the options that you give to `chancery serve`. It starts nothing and changes nothing.

                Example:
                  chancery config check --config /etc/chancery/chancery.conf
                """)

        @OptionGroup var options: ServeOptions

        @Flag(help: "Write JSON for programs: one setting a line, the verdict last.")
        var json = false

        func run() throws {
            let console = Console.current
            let given = try options.given(console.environment)
            let judged = given.judged()
            let faults = judged.faults + Check.faults(of: judged.settings)
            if json {
                for setting in Setting.all { console.line(Check.row(setting, judged.settings, given)) }
                console.line((["faults": .array(faults.map { .string($0) })] as JSONValue).canonicalText)
            } else {
                for line in try Check.table(judged.settings, given).lines(Paint(console.output)) { console.line(line) }
            }
            guard faults.isEmpty else {
                throw CommandFailure.notDone([counted(faults.count, "fault")] + faults.map { TerminalText.line($0) })
            }
            if !json { console.sentence("no fault") }
        }

        private static func table(_ settings: ServeConfiguration, _ given: GivenSettings) throws -> Table {
            var table = Table([.init("Setting"), .init("Value", mayWrap: true, isTitle: true), .init("From")])
            for setting in Setting.all {
                let texts = Check.texts(setting, settings)
                table.add([
                    setting.key, texts.isEmpty ? "none" : texts.joined(separator: ", "),
                    given.place(of: setting)?.name(of: setting) ?? "default",
                ])
            }
            return table
        }

        private static func row(_ setting: Setting, _ settings: ServeConfiguration, _ given: GivenSettings) -> String {
            let texts = Check.texts(setting, settings)
            let value: JSONValue =
                setting.mayRepeat ? .array(texts.map { .string($0) }) : texts.first.map { .string($0) } ?? .null
            return
                ([
                    "setting": .string(setting.key), "value": value,
                    "from": .string(given.place(of: setting)?.name(of: setting) ?? "default"),
                ] as JSONValue).canonicalText
        }

        private static func texts(_ setting: Setting, _ settings: ServeConfiguration) -> [String] {
            let texts = setting.shown(settings)
            return setting.isSecret ? texts.map { _ in "given, not shown" } : texts
        }

        /// What the start would stop at: addresses, the policy, the files of the certificate.
        private static func faults(of settings: ServeConfiguration) -> [String] {
            var faults: [String] = []
            func look(_ body: () throws -> Void) {
                do { try body() } catch CommandFailure.usage(let sentence) {
                    faults.append(sentence)
                } catch {
                    faults.append("\(error)")
                }
            }
            look { _ = try settings.addresses() }
            look { _ = try settings.systemUsers() }
            look { _ = try settings.webAddress() }
            look { _ = try settings.metricsAddress() }
            look { _ = try settings.witnessPolicy() }
            look { _ = try settings.identityProviders() }
            for path in [settings.tlsCertificate, settings.tlsKey, settings.tlsClientAuthorities].compactMap({ $0 }) {
                look { try LocalFile.check(path) }
            }
            return faults
        }
    }
}
