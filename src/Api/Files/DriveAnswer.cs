using FileStorage.Api.Problems;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>Turns what a drive says into what HTTP says.</summary>
internal static class DriveAnswer
{
    /// <summary>The entry of a command that was done.</summary>
    /// <exception cref="ProblemException">The drive refused it.</exception>
    public static Entry Require(DriveOutcome outcome) =>
        outcome is DriveOutcome.Done done ? done.Entry : throw Explain(outcome);

    /// <summary>The problem of a command that was refused.</summary>
    public static ProblemException Explain(DriveOutcome outcome) => outcome switch
    {
        DriveOutcome.NotFound => Problem.NotFound("There is no such item."),
        DriveOutcome.ParentMissing => Problem.ParentMissing(),
        DriveOutcome.NameTaken taken => Problem.NameTaken(taken.Existing.Etag),
        DriveOutcome.NameInvalid invalid => Problem.InvalidName(EntryName.Describe(invalid.Problem)),
        DriveOutcome.Cycle => Problem.Cycle(),
        DriveOutcome.TooDeep => Problem.TooDeep(),
        DriveOutcome.Stale stale => Problem.PreconditionFailed(stale.Current.Etag),
        DriveOutcome.QuotaExceeded quota => Problem.QuotaExceeded(quota.UsedBytes, quota.QuotaBytes),
        DriveOutcome.DeletionsHeld => Problem.DeletionsHeld(),
        DriveOutcome.Denied => Problem.Forbidden("You may see this item, and not change it."),
        DriveOutcome.NotPossible reason => Problem.NotPossible(reason.Reason),
        _ => throw new InvalidOperationException($"A drive answered {outcome.GetType().Name}, which nobody expects here."),
    };
}
