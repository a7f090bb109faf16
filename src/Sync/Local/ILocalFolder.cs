namespace FileStorage.Sync.Local;

/// <summary>
/// The folder on this device, behind an interface so that simulation can put a faulty one in its place. Every change says what it expects to find
/// and never destroys anything else: another program may write at any instant. Paths never lead out of the root; symbolic links are not followed.
/// All methods throw <see cref="LocalRootLostException"/> where the root is lost, and <see cref="IOException"/> for what nobody foresaw.
/// </summary>
public interface ILocalFolder
{
    /// <summary>Whether names that differ in case only are the same here.</summary>
    bool IgnoresCase { get; }

    /// <summary>Makes sure that the root is there and is the one that was synced.</summary>
    ValueTask CheckRootAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What lies directly in a folder, in no order, ours (state, staging) left out; null where there is no such folder, it is another one than
    /// <paramref name="expected"/> (null: any), or it may not be read. A folder's place may be another folder's by now: listed by its path alone,
    /// what lies in the one would be taken for what lies in the other.
    /// </summary>
    ValueTask<IReadOnlyList<LocalEntry>?> ListAsync(LocalPath folder, LocalKey? expected, CancellationToken cancellationToken);

    /// <summary>One entry, or null where there is none.</summary>
    ValueTask<LocalEntry?> FindAsync(LocalPath path, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading; null where it is no longer <paramref name="expected"/> or may not be read.</summary>
    ValueTask<ILocalContent?> OpenAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken);

    ValueTask<LocalOutcome> MakeFolderAsync(LocalPath path, CancellationToken cancellationToken);

    /// <summary>Renames a file, or a folder with all below it; never replaces what has the name.</summary>
    ValueTask<LocalOutcome> MoveAsync(LocalPath source, LocalPath target, LocalEntry expected, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a file that is still <paramref name="expected"/>, or an empty folder. A file that changes in the very instant is put
    /// back (<see cref="LocalOutcome.Changed"/>).
    /// </summary>
    ValueTask<LocalOutcome> RemoveAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken);

    /// <summary>Begins a file of this size, in bytes, which is reserved where the file system can.</summary>
    /// <exception cref="LocalDiskFullException">The disk is full.</exception>
    ValueTask<IStagedFile> StageAsync(long sizeBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a staged file its times and bits, makes it durable, and puts it at <paramref name="path"/> in one step: where nothing is
    /// (<paramref name="replaced"/> null) or in place of exactly <paramref name="replaced"/>. If another program changed that one in the very instant,
    /// everything is as before (<see cref="LocalOutcome.Changed"/>).
    /// </summary>
    ValueTask<LocalOutcome> PublishAsync(
        IStagedFile staged, LocalPath path, LocalEntry? replaced, DateTimeOffset modifiedAt, bool executable, CancellationToken cancellationToken);

    /// <summary>Sets the executable bit and modification time of a file that is still <paramref name="expected"/>.</summary>
    ValueTask<LocalOutcome> SetAttributesAsync(
        LocalPath path, LocalEntry expected, DateTimeOffset modifiedAt, bool executable, CancellationToken cancellationToken);

    /// <summary>
    /// Folders in which something changed, each soon after it happened and a burst once; <see cref="LocalPath.Root"/> with
    /// <see cref="LocalChange.IsWholeTree"/> where events were lost, and as the first one, as soon as everything is watched. Ends only when
    /// cancelled.
    /// </summary>
    IAsyncEnumerable<LocalChange> WatchAsync(CancellationToken cancellationToken);
}
