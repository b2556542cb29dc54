package import CanonicalJSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Record
import Synchronization

/// An identity provider over real sockets: it logs everybody in as one person, checks PKCE, the client's secret and that a code is used
/// once, and signs with keys of its own. A test has it do one thing wrong.
package final class TestIdentityProvider: Sendable {
    /// How it signs an ID token.
    package enum Signing: Sendable {
        case normal(TestSigner, algorithm: String)
        /// With a key that it does not show, under the name of one that it shows.
        case hidden(TestSigner, as: String)
        case unsigned
        /// By HMAC, with the text of its public key as the secret.
        case hmacOfPublicKey
    }

    /// How its token endpoint answers.
    package enum Tokens: Sendable {
        case normal
        case never
        /// So many bytes.
        case endless(Int)
        case redirect(String)
    }

    /// What a test may change.
    package struct Behaviour: Sendable {
        package var subject = "248289761001"
        package var signing: Signing
        package var shown: [TestSigner]
        package var tokens = Tokens.normal
        /// Changes what an ID token holds.
        package var claims: @Sendable (inout JSONObject) -> Void = { _ in }
        /// Changes what it says of itself.
        package var discovery: @Sendable (inout JSONObject) -> Void = { _ in }
        /// What it adds to the way back to the browser's server.
        package var issuerInAnswer: String?
        /// Seconds since 1970.
        package var now: Int64
    }

    package static let client = (id: "chancery", secret: "s3cret:+/")

    private struct Grant {
        let nonce: String?
        let challenge: String
        let callback: String
    }

    private struct State {
        var behaviour: Behaviour
        var grants: [String: Grant] = [:]
        var codes = 0
        var asked: [String: Int] = [:]
    }

    private let state: Mutex<State>
    private let channel = Mutex<(any Channel)?>(nil)
    private let address = Mutex("")

    package init(_ signer: TestSigner, now: Int64) {
        state = Mutex(
            State(
                behaviour: Behaviour(
                    signing: .normal(signer, algorithm: signer.usual), shown: [signer], now: now)))
    }

    /// Begins to listen; its issuer is ``issuer`` then.
    package func listen() async throws {
        let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline()
                    try child.pipeline.syncOperations.addHandler(Handler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = bound }
        address.withLock { $0 = "http://127.0.0.1:\(bound.localAddress?.port ?? 0)" }
    }

    package func close() async { try? await channel.withLock { $0 }?.close().get() }

    package var issuer: String { address.withLock { $0 } }

    package func change(_ body: (inout Behaviour) -> Void) { state.withLock { body(&$0.behaviour) } }

    /// How often a path was asked for.
    package func count(_ path: String) -> Int { state.withLock { $0.asked[path] ?? 0 } }

    fileprivate enum Answer {
        case body(Int, type: String, [UInt8])
        case redirect(String)
        case nothing
        case endless(Int)
    }

    fileprivate func answer(_ head: HTTPRequestHead, _ body: [UInt8]) throws -> Answer {
        let pieces = head.uri.split(separator: "?", maxSplits: 1).map(String.init)
        let path = pieces[0]
        state.withLock { $0.asked[path, default: 0] += 1 }
        let behaviour = state.withLock { $0.behaviour }
        switch path {
        case "/.well-known/openid-configuration":
            var object: JSONObject = [
                "issuer": .string(issuer), "authorization_endpoint": .string(issuer + "/authorize"),
                "token_endpoint": .string(issuer + "/token"), "jwks_uri": .string(issuer + "/jwks"),
                "code_challenge_methods_supported": ["S256"], "response_types_supported": ["code"],
            ]
            behaviour.discovery(&object)
            return json(200, object)
        case "/jwks": return json(200, ["keys": .array(behaviour.shown.map { .object($0.webKey) })])
        case "/authorize": return authorize(TestIdentityProvider.fields(pieces.count > 1 ? pieces[1] : ""), behaviour)
        case "/token":
            switch behaviour.tokens {
            case .normal:
                return try tokens(head, TestIdentityProvider.fields(String(decoding: body, as: UTF8.self)), behaviour)
            case .never: return .nothing
            case .endless(let count): return .endless(count)
            case .redirect(let address): return .redirect(address)
            }
        default: return json(404, [:])
        }
    }

    private func json(_ status: Int, _ object: JSONObject) -> Answer {
        .body(status, type: "application/json", Array(JSONValue.object(object).canonicalText.utf8))
    }

    private func authorize(_ fields: [String: String], _ behaviour: Behaviour) -> Answer {
        guard fields["response_type"] == "code", fields["client_id"] == TestIdentityProvider.client.id,
            fields["scope"]?.split(separator: " ").contains("openid") ?? false, let callback = fields["redirect_uri"],
            let challenge = fields["code_challenge"], fields["code_challenge_method"] == "S256",
            let sent = fields["state"]
        else { return json(400, ["error": "invalid_request"]) }
        let code = state.withLock { state -> String in
            state.codes += 1
            let code = "code-\(state.codes)"
            state.grants[code] = Grant(nonce: fields["nonce"], challenge: challenge, callback: callback)
            return code
        }
        var back = "\(callback)?code=\(code)&state=\(sent)"
        if let issuer = behaviour.issuerInAnswer { back += "&iss=\(issuer)" }
        return .redirect(back)
    }

    private func tokens(
        _ head: HTTPRequestHead, _ fields: [String: String], _ behaviour: Behaviour
    ) throws -> Answer {
        let client = TestIdentityProvider.client
        // Both halves are written as forms are, before they are joined (RFC 6749, section 2.3.1).
        let pair = Base64.encode(Array("\(client.id):s3cret%3A%2B%2F".utf8))
        let isClient =
            head.headers.first(name: "authorization") == "Basic " + pair
            || (fields["client_id"] == client.id && fields["client_secret"] == client.secret)
        guard isClient else { return json(401, ["error": "invalid_client"]) }
        let grant = state.withLock { $0.grants.removeValue(forKey: fields["code"] ?? "") }
        let digest = Digest.sha256(Array((fields["code_verifier"] ?? "").utf8)).bytes
        guard let grant, fields["grant_type"] == "authorization_code", fields["redirect_uri"] == grant.callback,
            Base64URLText.encode(digest) == grant.challenge
        else { return json(400, ["error": "invalid_grant"]) }
        let access = "access-\(fields["code"] ?? "")"
        var claims: JSONObject = [
            "iss": .string(issuer), "sub": .string(behaviour.subject), "aud": .string(client.id),
            "iat": .integer(behaviour.now), "exp": .integer(behaviour.now + 300),
            "at_hash": .string(Base64URLText.encode(Array(Digest.sha256(Array(access.utf8)).bytes.prefix(16)))),
        ]
        if case .normal(let signer, _) = behaviour.signing, signer.kind == .ed25519 { claims["at_hash"] = nil }
        claims["nonce"] = grant.nonce.map { .string($0) }
        behaviour.claims(&claims)
        return json(
            200,
            [
                "access_token": .string(access), "token_type": "Bearer", "expires_in": 300,
                "id_token": .string(try TestIdentityProvider.token(claims, behaviour)),
            ])
    }

    /// An ID token.
    package static func token(_ claims: JSONObject, _ behaviour: Behaviour) throws -> String {
        func signed(_ head: JSONObject, _ sign: ([UInt8]) throws -> [UInt8]) rethrows -> String {
            let text = Base64URLText.encode(head) + "." + Base64URLText.encode(claims)
            return text + "." + Base64URLText.encode(try sign(Array(text.utf8)))
        }
        switch behaviour.signing {
        case .normal(let signer, let algorithm):
            return try signed(["alg": .string(algorithm), "kid": .string(signer.id), "typ": "JWT"]) {
                try signer.sign($0, algorithm)
            }
        case .hidden(let signer, let id):
            return try signed(["alg": .string(signer.usual), "kid": .string(id)]) { try signer.sign($0, signer.usual) }
        case .unsigned: return signed(["alg": "none"]) { _ in [] }
        case .hmacOfPublicKey:
            let key = behaviour.shown[0]
            return signed(["alg": "HS256", "kid": .string(key.id)]) {
                Base64URLText.hmac($0, key: key.publicInfo)
            }
        }
    }

    /// The names and texts of a form or a query.
    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            var bytes: [UInt8] = []
            var rest = (sides.count > 1 ? sides[1] : "").utf8[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%"), rest.count >= 2 {
                    bytes.append(UInt8(String(Substring(rest.prefix(2))), radix: 16) ?? 0)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                }
            }
            fields[String(sides[0])] = String(decoding: bytes, as: UTF8.self)
        }
        return fields
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let provider: TestIdentityProvider
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ provider: TestIdentityProvider) { self.provider = provider }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let bytes): body += bytes.readableBytesView
            case .end:
                guard let head else { return }
                switch (try? provider.answer(head, body)) ?? .body(500, type: "text/plain", []) {
                case .nothing: break
                case .body(let status, let type, let bytes):
                    write(context, status, ["content-type": type, "content-length": "\(bytes.count)"])
                    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
                    end(context, head)
                case .redirect(let address):
                    write(context, 302, ["location": address, "content-length": "0"])
                    end(context, head)
                case .endless(let count):
                    write(context, 200, ["content-type": "application/json", "content-length": "\(count)"])
                    more(context, count)
                }
            }
        }

        /// Ends an answer, and the connection where its client said that it asks no more.
        private func end(_ context: ChannelHandlerContext, _ head: HTTPRequestHead) {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            if !head.isKeepAlive { context.close(promise: nil) }
        }

        private func write(_ context: ChannelHandlerContext, _ status: Int, _ headers: HTTPHeaders) {
            context.write(
                wrapOutboundOut(
                    .head(
                        HTTPResponseHead(
                            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers))),
                promise: nil)
        }

        /// Goes on for as long as somebody reads.
        private func more(_ context: ChannelHandlerContext, _ left: Int) {
            guard left > 0 else {
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                return
            }
            let part = ByteBuffer(repeating: UInt8(ascii: " "), count: min(left, 1 << 16))
            let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(part)))).whenSuccess {
                let (handler, context) = loop.value
                handler.more(context, left - part.readableBytes)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
