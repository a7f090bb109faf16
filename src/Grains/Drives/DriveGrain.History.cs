using FileStorage.Grains.History;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;
using Orleans.Storage;

namespace FileStorage.Grains.Drives;

// The past of the drive, and its upkeep.
internal sealed partial class DriveGrain : IDriveHistoryGrain
{
    private DriveHistory? _history;
    private Rewinder? _rewinder;

    private DriveHistory History =>
        _history ?? throw new InvalidOperationException($"Drive {DriveId} has not been opened.");

    public Task<PastOutcome> FindAsync(PastAddress address, Moment moment, CancellationToken cancellationToken) =>
        GuardAsync(moment, () => History.FindAsync(address, moment, cancellationToken), cancellationToken);

    public Task<PastOutcome> ListAsync(
        PastAddress address, Moment moment, string? afterName, int limit, CancellationToken cancellationToken) =>
        GuardAsync(moment, () => History.ListAsync(address, moment, afterName, limit, cancellationToken), cancellationToken);

    public Task<RewindOutcome> PreviewAsync(RewindRequest request, int limit, CancellationToken cancellationToken) =>
        GuardAsync(request.Moment, () => History.PreviewAsync(request, limit, cancellationToken), cancellationToken);

    public Task<RewindOutcome> RewindAsync(RewindRequest request, CancellationToken cancellationToken) =>
        GuardAsync(request.Moment, () => History.RewindAsync(request, cancellationToken), cancellationToken);

    public Task<HistoryPolicy> GetPolicyAsync(CancellationToken cancellationToken) =>
        Task.FromResult(histories.PolicyOf(Committer.Drive));

    public Task SetPolicyAsync(HistoryPolicy? policy, CancellationToken cancellationToken) => RunAsync((batch, _) =>
    {
        batch.Policy = policy is null ? null : PolicyDocument.ToText(policy);
        return ValueTask.FromResult<DriveOutcome>(new DriveOutcome.NotFound());
    });

    public Task ForgetVersionAsync(ThinnedVersion thinned, CancellationToken cancellationToken) => RunAsync(async (batch, token) =>
    {
        // A repeat finds out by the conflict, and is decided once more with care.
        if (!batch.IsCareful || await store.FindInboxAsync(DriveId, thinned.VersionId, token) is { IsThinned: true })
        {
            batch.ForgetThinned(thinned.VersionId, await batch.FindAsync(thinned.FileId, token), thinned.SizeBytes);
        }

        return new DriveOutcome.NotFound();
    });

    public async Task<bool> TidyAsync(CancellationToken cancellationToken)
    {
        if (_tidier is null || _rewinder is null)
        {
            return false;
        }

        var moreToRewind = await _rewinder.RunAnyAsync(cancellationToken);
        return await _tidier.RunAsync(cancellationToken) || moreToRewind;
    }

    private async ValueTask<long> ReadNewestTimeAsync(DriveRow row, CancellationToken cancellationToken) =>
        row.NextNumber > 1 && await store.ReadJournalAsync(row.Id, row.NextNumber - 2, limit: 1, cancellationToken) is [var newest]
            ? newest.AtUnixMilliseconds
            : 0;

    // A number that the rows have and this memory does not was told by another activation.
    private async Task<T> GuardAsync<T>(Moment moment, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (moment.Number is { } number
            && await Committer.IsBehindAsync(new DriveCursor { Epoch = Committer.Drive.Epoch, Number = number }, cancellationToken))
        {
            DeactivateOnIdle();
            throw new InconsistentStateException($"Drive {DriveId} was written by another activation.");
        }

        return await GuardAsync(work);
    }
}
