using FileStorage.Core.Conflicts;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Grains.Uploads;

/// <summary>An upload as it is stored. The property names are a stored format.</summary>
internal sealed class UploadDocument
{
    public Guid UserId { get; set; }

    public Guid DeviceId { get; set; }

    public Guid DriveId { get; set; }

    public Guid FileId { get; set; }

    public Guid ParentId { get; set; }

    public string Name { get; set; } = "";

    public VersionPrecondition Precondition { get; set; }

    public Guid ExpectedVersionId { get; set; }

    public bool IsIndirectManifest { get; set; }

    public byte[] ManifestBody { get; set; } = [];

    public long SizeBytes { get; set; }

    public byte[]? Sha256 { get; set; }

    public DateTimeOffset ModifiedAt { get; set; }

    public bool Executable { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public ConflictPolicy? Conflict { get; set; }

    public Guid? BaseVersionId { get; set; }

    public UploadStage Stage { get; set; }
}
