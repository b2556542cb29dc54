import WebPages

extension WebFault {
    /// What is wrong and what to do about it, for whoever sits before a browser.
    var told: (text: String, advice: String) {
        switch self {
        case .badRequest:
            (
                tr("Your browser sent what this server cannot read."),
                tr("Open the page again; if it happens once more, tell your administrator.")
            )
        case .badForm: (tr("The form cannot be read, and nothing was recorded."), WebFault.againByForm)
        case .noSuchAddress: (tr("There is no page at this address."), tr("Check the address."))
        case .methodNotAllowed: (tr("There is nothing to send to this address."), WebFault.againByForm)
        case .notFromProxy:
            (
                tr("Plain HTTP is taken here from this server's proxies alone."),
                tr("Open the page over HTTPS, at the address that your administrator gave you.")
            )
        case .targetTooLong:
            (
                tr("The address is longer than \(WebConfiguration.targetBytes) bytes."),
                tr("Choose fewer filters, or search with fewer words.")
            )
        case .headersTooLong:
            (
                tr("Your browser sent more in its headers than is taken here."),
                tr("Delete the cookies of this address, and open the page again.")
            )
        case .bodyTooLong:
            (
                tr("What was sent is longer than what is taken here, and nothing was recorded."),
                tr("Shorten the longest texts, or file them as documents.")
            )
        case .unsupportedType: (tr("What was sent is no form, and nothing was recorded."), WebFault.againByForm)
        case .tooSlow:
            (
                tr("What was sent took too long to come, and nothing was recorded."),
                tr("Go back, and send it again; a shorter file may help.")
            )
        }
    }

    private static var againByForm: String { tr("Open the page here, and send its form; nothing was recorded.") }
}
