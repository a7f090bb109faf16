namespace FileStorage.Api.WebDav.Properties;

/// <summary>Properties that the service itself tells, and nobody sets. Those of DAV: come first, and are what "all" means.</summary>
internal enum LiveProperty
{
    ResourceType,
    DisplayName,
    ContentLength,
    ContentType,
    LastModified,
    Etag,
    CreationDate,
    SupportedLock,
    LockDiscovery,
    QuotaAvailableBytes,
    QuotaUsedBytes,

    /// <summary>Apache's: whether the file is a program. davfs2 asks for it.</summary>
    Executable,

    OwnCloudId,
    FileId,
    Permissions,
    Size,
    Checksums,
    ShareTypes,
    SharePermissions,
    OwnerId,
    OwnerDisplayName,
    DataFingerprint,
    DownloadUrl,
    Favorite,
    CommentsUnread,
    HasPreview,
    IsEncrypted,
    MountType,
    CreationTime,
    UploadTime,
    TrashbinName,
    TrashbinTitle,
    TrashbinPlace,
    TrashbinTime,
}
