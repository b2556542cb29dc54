import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.Audit.Row {
    init(_ progress: AuditProgress) {
        self.init()
        stage = progress.stage
        done = Int(progress.done)
        total = Int(progress.total)
        cursor = progress.cursor.description
    }
}

extension Verbs.Audit.End {
    init(_ report: AuditReport) {
        self.init()
        forum = report.forum
        isSound = report.finding == nil
        events = Int(report.events)
        signed = Int(report.signed)
        checkpoints = report.checkpoints
        cosignatures = report.cosignatures
        strangers = report.strangers
        proposals = Int(report.proposals)
        documents = report.documents
        personal = Int(report.personal)
        answers = Int(report.answers)
        key = report.key?.text
        if !report.misheld.isEmpty { misheld = report.misheld.map { Verbs.Audit.Misheld($0) } }
        after = report.start?.description
        differs = report.finding.map { Verbs.Audit.Difference($0) }
    }
}

extension Verbs.Audit.Misheld {
    fileprivate init(_ one: Proposals.Misheld) {
        self.init()
        account = one.account
        number = one.appointment.number
        office = ShownOffice(one.appointment.office)
        lacks = one.lack.rawValue
        until = one.appointment.until
    }
}

extension Verbs.Audit.Difference {
    fileprivate init(_ finding: AuditFinding) {
        self.init(finding.sentence, isOfRecord: finding.concernsRecord)
        position = finding.position.map { Int($0) }
        ref = finding.ref
    }
}
