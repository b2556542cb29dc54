import Requests
import WebPages

extension LoginFault {
    /// What came in the way of a login, for whoever sits before a browser. What a provider does wrong in detail stays English: it is for
    /// whoever runs it.
    var told: String {
        switch self {
        case .refused(let why): tr("What came back does not hold: \(made: PageText.english(why)).")
        case .token(let why): tr("The provider's token was refused: \(made: PageText.english(why)).")
        case .denied(let word): tr("The provider did not log you in (\(LoginFault.word(word))).")
        case .provider(let why): tr("The provider cannot be used: \(made: PageText.english(why)).")
        case .unreachable(let why):
            tr("The provider gives no answer that can be used: \(made: PageText.english("it " + why)).")
        }
    }
}
