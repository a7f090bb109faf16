using System.Threading.Channels;
using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The disk as an engine sees it: slow, full or blocked at times, and others write to it between any two calls.</summary>
internal sealed class VirtualFolder(VirtualDisk disk, SyncWorld world) : ILocalFolder
{
    public bool IgnoresCase => disk.IgnoresCase;

    public async ValueTask CheckRootAsync(CancellationToken cancellationToken) => await EnterAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<LocalEntry>?> ListAsync(LocalPath folder, LocalKey? expected, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        var entries = disk.Find(folder) is { Kind: LocalKind.Folder } node && (expected is null || node.Entry.Key == expected)
            ? node.Children.Values.Select(child => child.Entry).ToList() : null;
        await LeaveAsync(cancellationToken);
        return entries;
    }

    public async ValueTask<LocalEntry?> FindAsync(LocalPath path, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return disk.Find(path)?.Entry;
    }

    public async ValueTask<ILocalContent?> OpenAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return disk.Find(path) is { Kind: LocalKind.File } file && IsAs(file, expected) ? new VirtualContent(disk, world, file, path) : null;
    }

    public ValueTask<LocalOutcome> MakeFolderAsync(LocalPath path, CancellationToken cancellationToken) =>
        ChangeAsync(
            () => !CanHold(path) ? new LocalOutcome.NameImpossible("The disk cannot hold such a name.")
                : disk.Find(path.Parent) is not { Kind: LocalKind.Folder } parent ? new LocalOutcome.ParentMissing()
                : parent.Children.ContainsKey(path.Name) ? new LocalOutcome.NameTaken()
                : new LocalOutcome.Done(disk.MakeFolder(parent, path.Name).Entry),
            cancellationToken);

    public ValueTask<LocalOutcome> MoveAsync(LocalPath source, LocalPath target, LocalEntry expected, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                if (disk.Find(source) is not { } node || !IsAs(node, expected))
                {
                    return new LocalOutcome.Changed();
                }

                if (disk.Find(target.Parent) is not { Kind: LocalKind.Folder } parent)
                {
                    return new LocalOutcome.ParentMissing();
                }

                if (parent.Children.ContainsKey(target.Name))
                {
                    return new LocalOutcome.NameTaken();
                }

                if (VirtualDisk.IsWithin(parent, node))
                {
                    return new LocalOutcome.Changed();
                }

                disk.Move(node, parent, target.Name);
                return new LocalOutcome.Done(node.Entry);
            },
            cancellationToken);

    public ValueTask<LocalOutcome> RemoveAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                if (disk.Find(path) is not { } node || !IsAs(node, expected) || node.Children.Count > 0)
                {
                    return new LocalOutcome.Changed();
                }

                disk.Remove(node);
                return new LocalOutcome.Done(Entry: null);
            },
            cancellationToken);

    public async ValueTask<IStagedFile> StageAsync(long sizeBytes, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return world.Strikes(world.Faults.DiskFull) ? throw new LocalDiskFullException("The disk is full.") : new VirtualStagedFile(world, sizeBytes);
    }

    public ValueTask<LocalOutcome> PublishAsync(
        IStagedFile staged, LocalPath path, LocalEntry? replaced, DateTimeOffset modifiedAt, bool executable, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                if (!CanHold(path))
                {
                    return new LocalOutcome.NameImpossible("The disk cannot hold such a name.");
                }

                if (disk.Find(path.Parent) is not { Kind: LocalKind.Folder } parent)
                {
                    return new LocalOutcome.ParentMissing();
                }

                var old = parent.Children.GetValueOrDefault(path.Name);
                if (replaced is null && old is not null)
                {
                    return new LocalOutcome.NameTaken();
                }

                if (replaced is not null && (old is null || !IsAs(old, replaced)))
                {
                    return new LocalOutcome.Changed();
                }

                var file = disk.New(path.Name, LocalKind.File);
                file.Content = ((VirtualStagedFile)staged).ToArray();
                file.ModifiedTicks = modifiedAt.UtcTicks;
                file.Executable = executable;
                if (old is null)
                {
                    disk.Add(parent, file);
                }
                else
                {
                    disk.Replace(old, file);
                }

                return new LocalOutcome.Done(file.Entry);
            },
            cancellationToken);

    public ValueTask<LocalOutcome> SetAttributesAsync(
        LocalPath path, LocalEntry expected, DateTimeOffset modifiedAt, bool executable, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                if (disk.Find(path) is not { Kind: LocalKind.File } file || !IsAs(file, expected))
                {
                    return new LocalOutcome.Changed();
                }

                disk.SetAttributes(file, modifiedAt, executable);
                return new LocalOutcome.Done(file.Entry);
            },
            cancellationToken);

    public async IAsyncEnumerable<LocalChange> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<LocalChange>();
        void Tell(LocalPath folder)
        {
            if (world.Strikes(world.Faults.LostEvent))
            {
                // What a watch loses it mostly knows of; the rest is found by the scan of the whole tree.
                if (world.Random.Chance(0.5))
                {
                    changes.Writer.TryWrite(new LocalChange(LocalPath.Root, IsWholeTree: true));
                }

                return;
            }

            changes.Writer.TryWrite(new LocalChange(folder, IsWholeTree: false));
        }

        disk.Changed += Tell;
        try
        {
            // Not ReadAllAsync, which leaves the simulation's thread.
            while (await changes.Reader.WaitToReadAsync(cancellationToken))
            {
                while (changes.Reader.TryRead(out var change))
                {
                    yield return change;
                }
            }
        }
        finally
        {
            disk.Changed -= Tell;
        }
    }

    /// <summary>A disk that ignores case is one of those that cannot hold every name either.</summary>
    private bool CanHold(LocalPath path) => !disk.IgnoresCase || !path.Name.Contains(':', StringComparison.Ordinal);

    private static bool IsAs(VirtualNode node, LocalEntry expected) => node.Entry.HasSameContentAs(expected);

    private async ValueTask<LocalOutcome> ChangeAsync(Func<LocalOutcome> change, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        if (world.Strikes(world.Faults.BlockedChange))
        {
            return new LocalOutcome.Blocked("Somebody else uses it.");
        }

        var outcome = change();
        await LeaveAsync(cancellationToken);
        return outcome;
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        Check();
        if (world.Strikes(world.Faults.FailedCall))
        {
            throw new IOException("The disk made an error.");
        }
    }

    private async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        await world.PauseAsync(cancellationToken);
        Check();
    }

    private void Check()
    {
        if (!disk.IsMounted)
        {
            throw new LocalRootLostException("The disk is not there.");
        }
    }
}
