import CanonicalJSON
import Proposals

extension Subject {
    /// What is known of the activity: planned, held, postponed (with its new days, where they are known), or cancelled.
    ///
    /// That it was cancelled or postponed is for everybody whom the view tells of it at all: nobody should travel to what does not take
    /// place. The reason and the new days are hidden from who sees published fields only, unless the text's days are published and are
    /// the new ones.
    var activity: Activity {
        var activity = proposal.activity(under: definition)
        guard isPublished else { return activity }
        activity.reason = nil
        if activity.lapsed != nil {
            // That they no longer hold is told; which days hold instead is not published.
            activity.days = nil
            return activity
        }
        let own = Activity.days(proposal.fields["starts"]?.string, proposal.fields["ends"]?.string)
        let arePublic = ["starts", "ends"].allSatisfy { key in
            proposal.fields[key] == nil || publishedFields?.contains(key) == true
        }
        if activity.days != own || !arePublic { activity.days = nil }
        return activity
    }
}
