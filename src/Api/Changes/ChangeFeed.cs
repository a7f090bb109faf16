using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>The changes of every drive that a caller sees, as one feed with one cursor.</summary>
internal sealed class ChangeFeed(IGrainFactory grains)
{
    /// <summary>The drives whose changes a caller is told, always in the same order.</summary>
    public static ImmutableArray<Guid> DrivesOf(Caller caller) => [caller.DriveId];

    /// <exception cref="ProblemException">400: no cursor of ours. 410: begin again without one.</exception>
    public static FeedCursor? Parse(Caller caller, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var cursor = FeedCursor.TryParse(text) ?? throw Problem.BadRequest("\"cursor\" is none that this address has answered.");

        // A cursor that knows nothing of the caller's own drive was made for somebody else.
        return cursor.Of(caller.DriveId) is not null ? cursor : throw Problem.Resync();
    }

    /// <summary>One page. Drives that the cursor does not know are listed; those that the caller does not see any more are left out.</summary>
    /// <exception cref="ProblemException">410: begin again without a cursor.</exception>
    public async Task<ChangesBody> ReadAsync(Caller caller, FeedCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        var changes = new List<ChangeBody>();
        var next = ImmutableArray.CreateBuilder<KeyValuePair<Guid, DriveCursor>>();
        var more = false;
        foreach (var driveId in DrivesOf(caller))
        {
            var known = cursor?.Of(driveId);
            if (changes.Count >= limit)
            {
                more = true;
                if (known is not null)
                {
                    next.Add(new(driveId, known));
                }

                continue;
            }

            var page = await ReadAsync(driveId, known, limit - changes.Count, cancellationToken);
            changes.AddRange(page.Changes.Select(ChangeBodies.Of));
            next.Add(new(driveId, page.Cursor));
            more |= page.HasMore;
        }

        return new ChangesBody { Changes = changes, Cursor = new FeedCursor(next.DrainToImmutable()).ToString(), More = more };
    }

    private async Task<ChangeOutcome.Page> ReadAsync(
        Guid driveId, DriveCursor? cursor, int limit, CancellationToken cancellationToken) =>
        await grains.GetGrain<IDriveGrain>(driveId).ReadChangesAsync(cursor, limit, cancellationToken) switch
        {
            ChangeOutcome.Page page => page,
            ChangeOutcome.Resync => throw Problem.Resync(),
            var outcome => throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome."),
        };
}
