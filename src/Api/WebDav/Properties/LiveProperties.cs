using System.Collections.Frozen;
using System.Collections.Immutable;
using FileStorage.Api.WebDav.Xml;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>The names of the live properties.</summary>
internal static class LiveProperties
{
    private static readonly FrozenDictionary<PropertyName, LiveProperty> ByName = new Dictionary<PropertyName, LiveProperty>
    {
        [new(DavNames.Dav, "resourcetype")] = LiveProperty.ResourceType,
        [new(DavNames.Dav, "displayname")] = LiveProperty.DisplayName,
        [new(DavNames.Dav, "getcontentlength")] = LiveProperty.ContentLength,
        [new(DavNames.Dav, "getcontenttype")] = LiveProperty.ContentType,
        [new(DavNames.Dav, "getlastmodified")] = LiveProperty.LastModified,
        [new(DavNames.Dav, "getetag")] = LiveProperty.Etag,
        [new(DavNames.Dav, "creationdate")] = LiveProperty.CreationDate,
        [new(DavNames.Dav, "supportedlock")] = LiveProperty.SupportedLock,
        [new(DavNames.Dav, "lockdiscovery")] = LiveProperty.LockDiscovery,
        [new(DavNames.Dav, "quota-available-bytes")] = LiveProperty.QuotaAvailableBytes,
        [new(DavNames.Dav, "quota-used-bytes")] = LiveProperty.QuotaUsedBytes,
        [new(DavNames.Apache, "executable")] = LiveProperty.Executable,
        [new(DavNames.OwnCloud, "id")] = LiveProperty.OwnCloudId,
        [new(DavNames.OwnCloud, "fileid")] = LiveProperty.FileId,
        [new(DavNames.OwnCloud, "permissions")] = LiveProperty.Permissions,
        [new(DavNames.OwnCloud, "size")] = LiveProperty.Size,
        [new(DavNames.OwnCloud, "checksums")] = LiveProperty.Checksums,
        [new(DavNames.OwnCloud, "share-types")] = LiveProperty.ShareTypes,
        [new(DavNames.CloudServices, "share-permissions")] = LiveProperty.SharePermissions,
        [new(DavNames.OwnCloud, "owner-id")] = LiveProperty.OwnerId,
        [new(DavNames.OwnCloud, "owner-display-name")] = LiveProperty.OwnerDisplayName,
        [new(DavNames.OwnCloud, "data-fingerprint")] = LiveProperty.DataFingerprint,
        [new(DavNames.OwnCloud, "downloadURL")] = LiveProperty.DownloadUrl,
        [new(DavNames.OwnCloud, "favorite")] = LiveProperty.Favorite,
        [new(DavNames.OwnCloud, "comments-unread")] = LiveProperty.CommentsUnread,
        [new(DavNames.Nextcloud, "has-preview")] = LiveProperty.HasPreview,
        [new(DavNames.Nextcloud, "is-encrypted")] = LiveProperty.IsEncrypted,
        [new(DavNames.Nextcloud, "mount-type")] = LiveProperty.MountType,
        [new(DavNames.Nextcloud, "creation_time")] = LiveProperty.CreationTime,
        [new(DavNames.Nextcloud, "upload_time")] = LiveProperty.UploadTime,
        [new(DavNames.Nextcloud, "trashbin-filename")] = LiveProperty.TrashbinName,
        [new(DavNames.Nextcloud, "trashbin-title")] = LiveProperty.TrashbinTitle,
        [new(DavNames.Nextcloud, "trashbin-original-location")] = LiveProperty.TrashbinPlace,
        [new(DavNames.Nextcloud, "trashbin-deletion-time")] = LiveProperty.TrashbinTime,
        [new(DavNames.Nextcloud, "data-fingerprint")] = LiveProperty.DataFingerprint,
    }.ToFrozenDictionary();

    /// <summary>What a question for all properties is answered with, beside the dead ones.</summary>
    public static readonly ImmutableArray<AskedProperty> All =
        [.. ByName.Where(pair => pair.Key.Namespace == DavNames.Dav && !IsQuota(pair.Value)).OrderBy(pair => pair.Value).Select(pair => new AskedProperty(pair.Key, pair.Value))];

    /// <summary>The property with this name; null where it is none of ours.</summary>
    public static LiveProperty? Find(PropertyName name) => ByName.TryGetValue(name, out var live) ? live : null;

    // RFC 4331, 2: costly, so not in what nobody asked for.
    private static bool IsQuota(LiveProperty property) => property is LiveProperty.QuotaAvailableBytes or LiveProperty.QuotaUsedBytes;
}
