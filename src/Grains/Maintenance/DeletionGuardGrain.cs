using System.Collections.Immutable;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Marks;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Maintenance;

/// <inheritdoc cref="IDeletionGuardGrain"/>
[GrainType("deletion-guard")]
internal sealed class DeletionGuardGrain(
    [PersistentState("deletion-guard", MetadataServices.DocumentStorage)] IPersistentState<DeletionGuardDocument> document,
    IChunkStore store,
    TimeProvider clock)
    : Grain, IDeletionGuardGrain
{
    public async Task<ImmutableArray<string>> RenewAsync(CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<string>();
        foreach (var mark in store.Marks)
        {
            var found = await mark.ReadAsync(cancellationToken);
            if (found is not null && document.State.Marks.GetValueOrDefault(mark.Kind)?.Is(found) is not true)
            {
                // Whoever left it must not go on either: which of the two is the copy, neither can know.
                await mark.TryReplaceAsync(found, NewMark(), cancellationToken);
                findings.Add(Finding(mark));
            }
            else if (!await LeaveAsync(mark, found, cancellationToken))
            {
                findings.Add(Finding(mark));
            }
        }

        if (ForgetLapsed())
        {
            // Whoever thinks that it holds them, by another silo's clock, learns that it did not.
            await document.WriteOrRetireAsync(this);
        }

        if (document.State.Holds.Count > 0)
        {
            findings.Add(IDeletionGuardGrain.Held);
        }

        return findings.DrainToImmutable();
    }

    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        foreach (var mark in store.Marks)
        {
            while (!await LeaveAsync(mark, await mark.ReadAsync(cancellationToken), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public async Task<bool> HoldAsync(Guid hold, bool mayBegin, CancellationToken cancellationToken)
    {
        var hasLapsed = ForgetLapsed();
        if (!mayBegin && !document.State.Holds.ContainsKey(hold))
        {
            if (hasLapsed)
            {
                await document.WriteOrRetireAsync(this);
            }

            return false;
        }

        document.State.Holds[hold] = Now() + (long)IDeletionGuardGrain.HoldTime.TotalMilliseconds;
        await document.WriteOrRetireAsync(this);
        return true;
    }

    public async Task LetGoAsync(Guid hold, CancellationToken cancellationToken)
    {
        if (ForgetLapsed() | document.State.Holds.Remove(hold))
        {
            await document.WriteOrRetireAsync(this);
        }
    }

    private bool ForgetLapsed()
    {
        var lapsed = document.State.Holds.Where(hold => hold.Value <= Now()).Select(hold => hold.Key).ToList();
        lapsed.ForEach(hold => document.State.Holds.Remove(hold));
        return lapsed.Count > 0;
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Remembered first: a crash leaves one of the two there, and both are ours.
    private async Task<bool> LeaveAsync(IStoreMark mark, string? found, CancellationToken cancellationToken)
    {
        var next = NewMark();
        await RememberAsync(mark, new LeftMark(found, next));
        if (!await mark.TryReplaceAsync(found, next, cancellationToken))
        {
            return false;
        }

        await RememberAsync(mark, new LeftMark(next, Next: null));
        return true;
    }

    private Task RememberAsync(IStoreMark mark, LeftMark left)
    {
        document.State.Marks[mark.Kind] = left;
        return document.WriteOrRetireAsync(this);
    }

    private string NewMark() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    private static string Finding(IStoreMark mark) =>
        $"{mark.Place}: somebody else has deleted there, so this may be a copy of its database, or a database that went back in time. "
        + "Nothing is deleted by either until `filestorage admin claim-store` is run at the one whose store it is.";
}
