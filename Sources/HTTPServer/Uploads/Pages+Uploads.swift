import HTTPTypes
import Hummingbird
import LineProtocol
import Listening
import WebPages

/// A page whose form may carry a file.
protocol FilePage: FormPage {
    /// Judges a file before its bytes are taken, by its name and by what stands before it in the form; answers how many bytes it may have.
    func awaits(_ name: String, _ visit: Visit) async throws(PageEnd) -> Int
}

extension Pages {
    /// Takes a form with a file: who sent it is judged by the fields before the file, then its bytes are taken, then the page does the rest.
    func receive(
        _ request: WebRequest, at target: PageTarget, _ cookies: PageCookies, _ context: WebContext
    ) async throws -> WebResponse {
        var sent: MultipartForm
        do throws(MultipartFault) { sent = try MultipartForm(request, most: FileForm.largest) } catch {
            return refusal(error, to: request, cookies, ends: true)
        }
        var account: String?
        defer { if let account { room.leave(account) } }
        var isLoggedIn = false
        let answer: WebResponse
        do {
            var visit = visit(of: target, try await sent.fields(), cookies, request, context)
            do {
                try await visit.resume(cookies.session(of: request), isUse: true)
                isLoggedIn = visit.login != nil
                guard let page = PageRoutes.page(at: target.parts) as? any FilePage else { throw MultipartFault.noFile }
                try visit.checkForm(request)
                if let name = sent.fileName {
                    let own = try visit.account().account
                    do throws(Room.Full) { try room.enter(own) } catch { throw MultipartFault.tooMany }
                    account = own
                    visit.file = try await sent.file(most: try await page.awaits(name, visit))
                }
                answer = try await page.send(visit).response(cookies, isPrivate: isLoggedIn)
            } catch let end as PageEnd {
                answer = visit.answer(end).response(cookies, isPrivate: isLoggedIn)
            }
        } catch let fault as MultipartFault {
            answer = refusal(fault, to: request, cookies)
        } catch let fault as SentFile.Fault {
            let page = MessagePage.page(
                MessagePage.title(.storeUnavailable),
                tr("The file could not be kept on the server: \(made: PageText.english(fault.reason))."),
                advice: tr("Wait a moment, then try again."))
            answer = PageAnswer.page(page.html(in: PageFrame(address: "/")), status: .serviceUnavailable)
                .response(cookies, isPrivate: true)
        }
        // Whoever still sends would not read the answer otherwise.
        guard try await sent.pass() else { return answer.ending }
        return answer
    }

    private func refusal(
        _ fault: MultipartFault, to request: WebRequest, _ cookies: PageCookies, ends: Bool = false
    ) -> WebResponse {
        let answer = Refusal(
            fault.problem, told: { (fault.sentence, fault.advice) }, to: request.headers, cookies
        ).response
        return ends ? answer.ending : answer
    }
}

extension WebResponse {
    /// The last answer on its connection.
    fileprivate var ending: WebResponse {
        var answer = self
        answer.headers[.connection] = "close"
        return answer
    }
}
