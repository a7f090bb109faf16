using System.Globalization;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Files;

/// <summary>Turns what a commit led to into what HTTP says.</summary>
internal static class CommitAnswer
{
    /// <summary>The problem of a commit that did not happen.</summary>
    public static ProblemException Explain(CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Stale stale =>
            Problem.PreconditionFailed(stale.CurrentVersionId?.ToString("N", CultureInfo.InvariantCulture)),
        CommitOutcome.Refused refused => DriveAnswer.Explain(refused.Reason),
        CommitOutcome.LeaseExpired => Problem.UploadExpired(),
        _ => throw new InvalidOperationException($"A commit led to {outcome.GetType().Name}, which is no refusal."),
    };
}
