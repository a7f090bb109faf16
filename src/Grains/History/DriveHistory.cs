using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Grains.History;

/// <summary>A drive's past, for one activation of its grain: looking into it, and going back.</summary>
internal sealed class DriveHistory(
    IDriveStore store, IFileStore files, DriveTree tree, DriveCommitter committer, MomentFinder moments, Rewinder rewinder)
{
    private const int MaxPage = 1000;

    /// <summary>Entries that a past may differ in to be remembered for the next question.</summary>
    private const int MaxRemembered = 200_000;

    /// <summary>The past that was asked for last: whoever looks around asks many times for the same.</summary>
    private Past? _last;

    public async Task<PastOutcome> FindAsync(PastAddress address, Moment moment, CancellationToken cancellationToken)
    {
        if (await OpenAsync(moment, cancellationToken) is not { } past)
        {
            return new PastOutcome.Forgotten();
        }

        return await TreeOf(past).FindAsync(address, cancellationToken) is { } item
            ? new PastOutcome.Found(item, past.Number)
            : new PastOutcome.Missing();
    }

    public async Task<PastOutcome> ListAsync(
        PastAddress address, Moment moment, string? afterName, int limit, CancellationToken cancellationToken)
    {
        if (await OpenAsync(moment, cancellationToken) is not { } past)
        {
            return new PastOutcome.Forgotten();
        }

        var size = Math.Clamp(limit, 1, MaxPage);
        return await TreeOf(past).ListAsync(address, afterName, size, cancellationToken) is { } items
            ? new PastOutcome.Page([.. items.Take(size)], items.Count > size, past.Number)
            : new PastOutcome.Missing();
    }

    public Task<RewindOutcome> PreviewAsync(RewindRequest request, int limit, CancellationToken cancellationToken) =>
        DecideAsync(request, Math.Clamp(limit, 0, MaxPage), cancellationToken);

    public async Task<RewindOutcome> RewindAsync(RewindRequest request, CancellationToken cancellationToken)
    {
        if (await rewinder.RunAsync(request.OperationId, cancellationToken) is { } known)
        {
            return new RewindOutcome.Known(known);
        }

        var outcome = await DecideAsync(request, changesTold: null, cancellationToken);
        return outcome is RewindOutcome.Known { Report.IsDone: false }
            && await rewinder.RunAsync(request.OperationId, cancellationToken) is { } report
            ? new RewindOutcome.Known(report)
            : outcome;
    }

    private async Task<RewindOutcome> DecideAsync(RewindRequest request, int? changesTold, CancellationToken cancellationToken)
    {
        if (await OpenAsync(request.Moment, cancellationToken) is not { } past)
        {
            return new RewindOutcome.Forgotten();
        }

        var itemId = request.Address.ItemId;
        if (itemId == Guid.Empty)
        {
            if (await TreeOf(past).FindAsync(request.Address, cancellationToken) is not { } item)
            {
                return new RewindOutcome.Refused(new DriveOutcome.NotFound());
            }

            itemId = item.Id;
        }

        RewindOutcome outcome = new RewindOutcome.Forgotten();
        await committer.RunAsync(async (batch, token) =>
        {
            // A repeat that overtook the first, or waited in one batch with it.
            var repeated = changesTold is not null ? null
                : batch.Rewinds.FirstOrDefault(row => row.OperationId == request.OperationId)
                    ?? await store.FindRewindAsync(batch.DriveId, request.OperationId, token);
            outcome = repeated is not null ? new RewindOutcome.Known(RewindDocument.Parse(repeated.Report.Span).ToReport(repeated))
                : await past.ReadAsync(store, committer.Drive.NextNumber - 1, token)
                    ? await new RewindRules(batch, request).DecideAsync(past, itemId, changesTold, token)
                    : new RewindOutcome.Forgotten();
            return new DriveOutcome.NotFound();
        });
        return outcome;
    }

    // Null where the journal does not tell it.
    private async ValueTask<Past?> OpenAsync(Moment moment, CancellationToken cancellationToken)
    {
        if (await moments.FindAsync(moment, cancellationToken) is not { } number)
        {
            return null;
        }

        var past = _last?.Number == number ? _last : new Past(committer.Drive.Id, number);
        if (!await past.ReadAsync(store, committer.Drive.NextNumber - 1, cancellationToken))
        {
            return null;
        }

        _last = past.Changed.Count <= MaxRemembered ? past : null;
        return past;
    }

    private PastTree TreeOf(Past past) => new(store, files, tree, committer.Drive.Id, past);
}
