import HTTPTypes
import LineProtocol
import WebPages

/// What is wrong with a form that carries a file, before anybody looks at what it says.
enum MultipartFault: Error, Equatable {
    /// The header Content-Type names no boundary, or one that is none.
    case noBoundary
    /// The body does not begin with its boundary.
    case otherBeginning
    /// A line that begins as the boundary does goes on as something else.
    case brokenBoundary
    /// The head of a part is too long.
    case longHead
    /// The head of a part cannot be read; why.
    case badHead(String)
    /// More parts, or more bytes of fields, than any form has.
    case tooMuch
    /// Something follows the file.
    case notLast
    /// Two files.
    case twoFiles
    /// The file is longer than what is taken here.
    case longFile(limit: Int)
    /// The body ends before its last boundary.
    case cutOff
    /// The page takes no file.
    case noFile
    /// Too many files are on their way.
    case tooMany

    var status: HTTPResponse.Status {
        switch self {
        case .longHead, .tooMuch, .longFile: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .noFile: .unsupportedMediaType
        case .noBoundary, .otherBeginning, .brokenBoundary, .badHead, .notLast, .twoFiles, .cutOff: .badRequest
        }
    }

    /// The same as a program reads it: in English, whoever asks.
    var problem: Problem {
        let (sentence, advice) = PageReader.$current.withValue(PageReader()) { (self.sentence, self.advice) }
        let failure: Failure =
            switch self {
            case .longHead, .tooMuch, .longFile: WebFault.bodyTooLong.failure(sentence, advice: advice)
            case .noFile: WebFault.unsupportedType.failure(sentence, advice: advice)
            case .noBoundary, .otherBeginning, .brokenBoundary, .badHead, .notLast, .twoFiles, .cutOff:
                WebFault.badForm.failure(sentence, advice: advice)
            case .tooMany: Failure(.tooManyOpen, sentence, advice: advice)
            }
        return Problem(failure, status: status)
    }

    /// What is wrong, as a sentence.
    var sentence: String {
        switch self {
        case .noBoundary: tr("The form says no boundary between its parts.")
        case .otherBeginning: tr("The form does not begin with the boundary that its header names.")
        case .brokenBoundary: tr("The boundary of the form stands inside what it holds.")
        case .longHead:
            tr("The name of the file is too long: the head of a part has more than \(MultipartParser.mostHead) bytes.")
        case .badHead(let why): tr("A part of the form cannot be read: \(made: PageText.english(why)).")
        case .tooMuch: tr("The form holds more than any form of this server.")
        case .notLast: tr("Something follows the file in the form.")
        case .twoFiles: tr("The form holds two files, and one is taken at a time.")
        case .longFile(let limit): tr("The file is longer than \(limit) bytes, the most that is taken here.")
        case .cutOff: tr("The form was cut off before its end.")
        case .noFile: tr("This page takes no file.")
        case .tooMany: tr("Too many of your files are on their way.")
        }
    }

    /// What to do about it.
    var advice: String {
        switch self {
        case .longHead: tr("Rename the file, and send it again.")
        case .longFile: tr("Send a shorter file.")
        case .twoFiles: tr("Send one file, then the other.")
        case .tooMany: tr("Wait until one has come, then send the next.")
        case .cutOff: tr("Send it again.")
        case .noFile: tr("Open the page that takes it.")
        case .notLast: tr("Send every field before the file, as the page's own form does.")
        case .noBoundary, .otherBeginning, .brokenBoundary, .badHead, .tooMuch:
            tr("Open the page here, and send its form; nothing was recorded.")
        }
    }
}
