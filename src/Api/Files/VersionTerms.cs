using FileStorage.Api.Conflicts;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Files;

/// <summary>What is kept with a version beside its content, and what it depends on.</summary>
internal sealed record VersionTerms
{
    public FilePrecondition Precondition { get; init; } = FilePrecondition.None;

    /// <summary>Which version was edited, and what to do about a conflict; null where the precondition says all.</summary>
    public EditTerms? Edit { get; init; }

    /// <summary>Null: now.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    public bool Executable { get; init; }

    /// <summary>For a version of another file's history that is taken over: who made it, and when. Null: the caller, now.</summary>
    public VersionOrigin? Origin { get; init; }

    /// <summary>Chosen by the client, once; a repeat finds what the first did.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>Ids for a request that may be repeated and that knows its file; null for one that is not.</summary>
    public (Guid FileId, Guid VersionId)? FixedIds { get; init; }
}
