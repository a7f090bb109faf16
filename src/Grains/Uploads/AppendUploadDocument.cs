using FileStorage.Core.Conflicts;

namespace FileStorage.Grains.Uploads;

/// <summary>An upload that comes in order, as it is stored; its chunks are rows. The property names are a stored format.</summary>
internal sealed class AppendUploadDocument
{
    public Guid UserId { get; set; }

    public Guid CallerDriveId { get; set; }

    public Guid DriveId { get; set; }

    public string? Path { get; set; }

    public bool MakeParents { get; set; }

    public Guid? ParentId { get; set; }

    public string? Name { get; set; }

    public Guid? ItemId { get; set; }

    public bool MustBeAbsent { get; set; }

    public bool MustBePresent { get; set; }

    public List<string> Matches { get; set; } = [];

    public List<string> Differs { get; set; } = [];

    public ConflictPolicy? Conflict { get; set; }

    public Guid? BaseVersionId { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    public bool Executable { get; set; }

    public string? Checksum { get; set; }

    public long? LengthBytes { get; set; }

    public bool EndsExplicitly { get; set; }

    public bool IsPartial { get; set; }

    public string? Metadata { get; set; }

    public string? Concatenation { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public TimeSpan Patience { get; set; }

    public bool IsWhole { get; set; }

    public UploadStage Stage { get; set; }

    /// <summary>Of an upload that is over: how much had come, and what became of it.</summary>
    public long CompletedBytes { get; set; }

    public DateTimeOffset CompletedAt { get; set; }

    public Guid? CompletedItemId { get; set; }
}
