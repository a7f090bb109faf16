using FileStorage.Api.Callers;
using FileStorage.Core.Entries;

namespace FileStorage.Api.Items;

/// <summary>One copy while it runs.</summary>
/// <param name="caller">Who copies.</param>
/// <param name="operationId">What the ids of all that is made follow from, so that a repeat goes on where the first was cut off.</param>
internal sealed class CopyRun(Caller caller, Guid operationId)
{
    private long _files;
    private long _folders;

    public Caller Caller => caller;

    public Guid OperationId => operationId;

    /// <summary>Whether all versions of files are copied, with their times and authors; else the newest one.</summary>
    public bool WithHistory { get; init; }

    /// <summary>Whether the originals go afterwards: what was saved into them since they were copied is copied again, as another version.</summary>
    public bool TakesAway { get; init; }

    /// <summary>
    /// The id of the item that the request names, where that is not the item's own (of a mount): what is made of it must be found again when the
    /// mount is gone.
    /// </summary>
    public (Guid SourceId, Guid NamedId)? Top { get; init; }

    /// <summary>The id of what is made of an item.</summary>
    public Guid IdOf(EntryKind kind, Guid sourceId) => OperationKey.Step(
        operationId, kind is EntryKind.File ? "file" : "folder", sourceId == Top?.SourceId ? Top.Value.NamedId : sourceId);

    public long Files => Interlocked.Read(ref _files);

    public long Folders => Interlocked.Read(ref _folders);

    public void CountFile() => Interlocked.Increment(ref _files);

    public void CountFolder() => Interlocked.Increment(ref _folders);
}
