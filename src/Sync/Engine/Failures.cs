using FileStorage.Sync.Execution;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>What follows when a step was not done: look again, try later, or tell the user.</summary>
internal sealed class Failures(SyncTrees trees, Agenda agenda, Ledger ledger, Scanner scanner, NewsReader news, Retries retries, SyncOptions options)
{
    public void Take(StepResult result, LocalOutcome outcome)
    {
        var subject = result.Step.Subject;
        switch (outcome)
        {
            case LocalOutcome.Changed or LocalOutcome.NameTaken or LocalOutcome.ParentMissing:
                LookAgain(result.Step);
                retries.Later(subject);
                break;
            case LocalOutcome.NameImpossible impossible:
                // Nothing changes that until the entry or its folder does; what waits for it must not ask for it again and again meanwhile.
                agenda.Report(subject, impossible.Reason);
                retries.Later(subject);
                break;
            case LocalOutcome.Blocked blocked:
                agenda.Report(subject, blocked.Reason);
                retries.Later(subject);
                break;
            case LocalOutcome.DiskFull:
                DiskFull(subject);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such failure.");
        }
    }

    public void Take(StepResult result, RemoteOutcome outcome)
    {
        var subject = result.Step.Subject;
        switch (outcome)
        {
            case RemoteOutcome.Stale:
                ledger.DropPending(subject);
                news.Need();
                retries.Later(subject);
                break;
            case RemoteOutcome.LocalChanged:
                LookAgain(result.Step);
                agenda.Report(subject, "It changed while it was being read.");
                retries.Later(subject);
                break;
            case RemoteOutcome.Refused refused:
                ledger.DropPending(subject);
                agenda.Report(subject, refused.Reason);
                retries.Later(subject, options.RefusedRetry);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such failure.");
        }
    }

    public void VersionGone(StepResult result)
    {
        news.Need();
        retries.Later(result.Step.Subject);
    }

    /// <summary>Decided again at once, the other way.</summary>
    public void Contradiction(StepResult result)
    {
        trees.Contradictions.Add(result.Step.Subject.Id, result.Told!.VersionId, result.Here!);
        agenda.Mark(result.Step.Subject);
    }

    public void DiskFull(Subject subject)
    {
        agenda.Report(subject, "The disk is full.");
        retries.Later(subject, options.DiskFullRetry);
    }

    public void Unforeseen(StepResult result, IOException exception)
    {
        agenda.Report(result.Step.Subject, exception.Message);
        LookAgain(result.Step);
        retries.Later(result.Step.Subject);
    }

    private void LookAgain(Operation step)
    {
        switch (step)
        {
            case Operation.MakeLocalFolder make:
                LookInto(make.ParentKey);
                break;
            case Operation.Download download:
                LookInto(download.ParentKey);
                break;
            case Operation.MoveLocal move:
                LookAround(move.Key);
                LookInto(move.ParentKey);
                break;
            case Operation.RemoveLocal remove:
                LookAround(remove.Key);
                LookInto(remove.Key);
                break;
            case Operation.SetAttributes set:
                LookAround(set.Key);
                break;
            case Operation.Merge merge:
                LookAround(merge.Key);
                break;
            case Operation.Hash hash:
                LookAround(hash.Key);
                break;
            case Operation.Upload upload:
                LookAround(upload.Key);
                break;
        }
    }

    private void LookAround(LocalKey key)
    {
        if (trees.Local.Find(key)?.Parent is { } folder)
        {
            LookInto(folder.Key);
        }
    }

    /// <summary>Lists a folder, and the one it should be in, for it may be gone.</summary>
    private void LookInto(LocalKey key)
    {
        if (trees.Local.Find(key) is not { IsFolder: true } folder)
        {
            return;
        }

        scanner.Request(folder, isUrgent: true);
        for (var above = folder.Parent; above is not null; above = above.Parent)
        {
            scanner.Request(above, isUrgent: true);
        }
    }
}
