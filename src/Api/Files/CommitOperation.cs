using FileStorage.Api.Items;
using FileStorage.Core.Identity;

namespace FileStorage.Api.Files;

/// <summary>
/// The ids that follow from an operation id which a client chose: the same operation gives the same file and the same version, so
/// that a repeat finds its first effect in the rows. They depend on the drive, so that nobody can aim at the ids of others.
/// </summary>
internal readonly record struct CommitOperation(Guid DriveId, Guid OperationId)
{
    private const int TimeBytes = 6;

    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The file that the operation makes, if it makes one.</summary>
    public Guid NewFileId => Derive("file", DriveId);

    /// <summary>The upload that the operation declares, which becomes the version of that id.</summary>
    public Guid UploadId => Derive("upload", DriveId);

    /// <summary>The version that the operation gives to a file.</summary>
    public Guid VersionId(Guid fileId) => Derive("version", fileId);

    // An operation id of version 7 carries its time, which keeps the ids made from it together in the trees of the database.
    private Guid Derive(string step, Guid itemId)
    {
        Span<byte> bytes = stackalloc byte[16];
        OperationId.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        for (var index = 0; OperationId.Version == 7 && index < TimeBytes; index++)
        {
            milliseconds = (milliseconds << 8) | bytes[index];
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, LatestMilliseconds));
        return DerivedId.Of(at, OperationKey.Step(OperationKey.Step(OperationId, step, itemId), "drive", DriveId), index: 0);
    }
}
