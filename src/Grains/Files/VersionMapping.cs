using System.Runtime.InteropServices;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Grains.Files;

/// <summary>How a version is stored and shown.</summary>
internal static class VersionMapping
{
    private const byte DirectManifest = 0;
    private const byte IndirectManifest = 1;

    /// <summary>One byte that says what follows, then the body.</summary>
    public static byte[] ToBytes(StoredManifest manifest)
    {
        var bytes = new byte[1 + manifest.Body.Length];
        bytes[0] = manifest.IsIndirect ? IndirectManifest : DirectManifest;
        manifest.Body.CopyTo(bytes, 1);
        return bytes;
    }

    public static StoredManifest ToManifest(VersionRow row) => new()
    {
        IsIndirect = row.Manifest.Span[0] switch
        {
            DirectManifest => false,
            IndirectManifest => true,
            var form => throw new FormatException($"Version {row.Id} has a manifest of the unknown form {form}."),
        },
        Body = ImmutableCollectionsMarshal.AsImmutableArray(row.Manifest[1..].ToArray()),
        SizeBytes = row.SizeBytes,
        Sha256 = row.ContentHash,
    };

    public static FileVersion ToVersion(VersionRow row) => new()
    {
        VersionId = row.Id,
        Number = row.Number,
        Manifest = ToManifest(row),
        ModifiedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ModifiedUnixMilliseconds),
        Executable = row.Executable,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedUnixMilliseconds),
        DeviceId = row.AuthorDeviceId ?? Guid.Empty,
        UserId = row.AuthorUserId ?? Guid.Empty,
    };

    /// <summary>What the drive is told; where the file is to appear stands in the inbox row only.</summary>
    public static VersionArrival ToArrival(VersionRow row, Guid parentId, string name) => new()
    {
        FileId = row.FileId,
        VersionId = row.Id,
        VersionNumber = row.Number,
        ParentId = parentId,
        Name = name,
        SizeBytes = row.SizeBytes,
        Sha256 = row.ContentHash,
        ModifiedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ModifiedUnixMilliseconds),
        Executable = row.Executable,
        DeviceId = row.AuthorDeviceId ?? Guid.Empty,
    };
}
