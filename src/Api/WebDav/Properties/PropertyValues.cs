using System.Globalization;
using System.IO.Pipelines;
using FileStorage.Api.Callers;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Locks;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>Writes the values of live properties.</summary>
/// <param name="user">Who asks.</param>
/// <param name="summary">Of their drive, where the question needs it.</param>
/// <param name="checksums">What is known of contents.</param>
internal sealed class PropertyValues(DoorUser user, DriveSummary? summary, Checksums checksums)
{
    private static readonly byte[] SupportedLocks =
        "<d:lockentry><d:lockscope><d:exclusive/></d:lockscope><d:locktype><d:write/></d:locktype></d:lockentry><d:lockentry><d:lockscope><d:shared/></d:lockscope><d:locktype><d:write/></d:locktype></d:lockentry>"u8.ToArray();

    /// <summary>Whether an item has a property.</summary>
    public bool Has(LiveProperty property, ItemFacts facts) =>
        property is LiveProperty.Size ? SizeOf(facts) is not null : Has(property, facts.Item);

    private bool Has(LiveProperty property, TreeItem item) => property switch
    {
        _ when user.IsVisitor && IsForAccounts(property) => false,
        LiveProperty.ContentLength or LiveProperty.ContentType or LiveProperty.Executable or LiveProperty.UploadTime => item.Entry.Kind == EntryKind.File,
        LiveProperty.Checksums => item.Entry.Kind == EntryKind.File && checksums.TextOf(item.Entry.VersionId, item.Entry.Sha256) is not null,
        LiveProperty.TrashbinName or LiveProperty.TrashbinPlace or LiveProperty.TrashbinTime or LiveProperty.TrashbinTitle => item.Entry.TrashedAt is not null,
        LiveProperty.QuotaAvailableBytes or LiveProperty.QuotaUsedBytes => item.Entry.Kind == EntryKind.Folder,
        LiveProperty.DataFingerprint => item.Entry.Kind == EntryKind.Folder,
        LiveProperty.OwnerDisplayName or LiveProperty.OwnerId => item.View is null,
        _ => true,
    };

    /// <summary>Writes an element with its value.</summary>
    public void Write(PipeWriter writer, LiveProperty property, ItemFacts facts)
    {
        var entry = facts.Item.Entry;
        switch (property)
        {
            case LiveProperty.ResourceType:
                writer.Raw(entry.Kind == EntryKind.Folder ? "<d:resourcetype><d:collection/></d:resourcetype>"u8 : "<d:resourcetype/>"u8);
                break;
            case LiveProperty.DisplayName:
                Text(writer, "d:displayname", entry.Name.Length == 0 ? user.Email : entry.Name);
                break;
            case LiveProperty.ContentLength:
                Number(writer, "d:getcontentlength", entry.SizeBytes);
                break;
            case LiveProperty.ContentType:
                Text(writer, "d:getcontenttype", ContentTypes.Of(entry.Name));
                break;
            case LiveProperty.LastModified:
                Text(writer, "d:getlastmodified", entry.ModifiedAt.ToString("R", CultureInfo.InvariantCulture));
                break;
            case LiveProperty.Etag:
                writer.Raw("<d:getetag>\""u8);
                writer.Raw(facts.Etag);
                writer.Raw("\"</d:getetag>"u8);
                break;
            case LiveProperty.CreationDate:
                Text(writer, "d:creationdate", CreatedAt(entry).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                break;
            case LiveProperty.SupportedLock:
                writer.Raw("<d:supportedlock>"u8);
                writer.Raw(SupportedLocks);
                writer.Raw("</d:supportedlock>"u8);
                break;
            case LiveProperty.LockDiscovery:
                WriteLocks(writer, facts);
                break;
            case LiveProperty.QuotaAvailableBytes:
                Number(writer, "d:quota-available-bytes", Math.Max(0, (summary?.QuotaBytes ?? 0) - (summary?.UsedBytes ?? 0)));
                break;
            case LiveProperty.QuotaUsedBytes:
                Number(writer, "d:quota-used-bytes", summary?.UsedBytes ?? 0);
                break;
            case LiveProperty.Executable:
                writer.Raw("<x:executable xmlns:x=\"http://apache.org/dav/props/\">"u8);
                writer.Raw(entry.Executable ? "T"u8 : "F"u8);
                writer.Raw("</x:executable>"u8);
                break;
            default:
                WriteOfOwnCloud(writer, property, facts);
                break;
        }
    }

    private void WriteOfOwnCloud(PipeWriter writer, LiveProperty property, ItemFacts facts)
    {
        var entry = facts.Item.Entry;
        switch (property)
        {
            case LiveProperty.OwnCloudId:
                Text(writer, "oc:id", FileNumbers.IdOf(entry.Id));
                break;
            case LiveProperty.FileId:
                Number(writer, "oc:fileid", FileNumbers.Of(entry.Id));
                break;
            case LiveProperty.Permissions:
                Text(writer, "oc:permissions", PermissionLetters.Of(facts.Item));
                break;
            case LiveProperty.Size:
                Number(writer, "oc:size", SizeOf(facts) ?? 0);
                break;
            case LiveProperty.Checksums:
                writer.Raw("<oc:checksums><oc:checksum>"u8);
                writer.Raw(checksums.TextOf(entry.VersionId, entry.Sha256));
                writer.Raw("</oc:checksum></oc:checksums>"u8);
                break;
            case LiveProperty.ShareTypes:
                WriteShareTypes(writer, facts);
                break;
            case LiveProperty.SharePermissions:
                writer.Raw("<x:share-permissions xmlns:x=\"http://open-collaboration-services.org/ns\">"u8);
                writer.Raw(SharePermissions.Of(facts.Item.Rights, entry.Kind));
                writer.Raw("</x:share-permissions>"u8);
                break;
            case LiveProperty.OwnerId:
                Text(writer, "oc:owner-id", user.Email);
                break;
            case LiveProperty.OwnerDisplayName:
                Text(writer, "oc:owner-display-name", user.Email);
                break;
            case LiveProperty.DataFingerprint:
                Number(writer, "oc:data-fingerprint", summary?.Epoch ?? 0);
                break;
            case LiveProperty.DownloadUrl:
                writer.Raw("<oc:downloadURL/>"u8);
                break;
            case LiveProperty.Favorite:
                writer.Raw("<oc:favorite>0</oc:favorite>"u8);
                break;
            case LiveProperty.CommentsUnread:
                writer.Raw("<oc:comments-unread>0</oc:comments-unread>"u8);
                break;
            case LiveProperty.HasPreview:
                writer.Raw(SmallPictures.IsOne(entry) ? "<nc:has-preview>true</nc:has-preview>"u8 : "<nc:has-preview>false</nc:has-preview>"u8);
                break;
            case LiveProperty.IsEncrypted:
                writer.Raw("<nc:is-encrypted>0</nc:is-encrypted>"u8);
                break;
            case LiveProperty.MountType:
                Text(writer, "nc:mount-type", facts.Item.View is null ? "" : "shared");
                break;
            case LiveProperty.CreationTime:
                Number(writer, "nc:creation_time", CreatedAt(entry).ToUnixTimeSeconds());
                break;
            case LiveProperty.UploadTime:
                Number(writer, "nc:upload_time", CreatedAt(entry).ToUnixTimeSeconds());
                break;
            case LiveProperty.TrashbinName:
                Text(writer, "nc:trashbin-filename", entry.Name);
                break;
            case LiveProperty.TrashbinTitle:
                Text(writer, "nc:trashbin-title", entry.Name);
                break;
            case LiveProperty.TrashbinPlace:
                Text(writer, "nc:trashbin-original-location", entry.Path.IsDefault ? entry.Name : string.Join('/', entry.Path));
                break;
            case LiveProperty.TrashbinTime:
                Number(writer, "nc:trashbin-deletion-time", entry.TrashedAt?.ToUnixTimeSeconds() ?? 0);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(property), property, "No such property.");
        }
    }

    // Of the whole drive what counts to the quota; of a folder what is in it, where the drive can tell.
    private long? SizeOf(ItemFacts facts)
    {
        var entry = facts.Item.Entry;
        return entry.Kind == EntryKind.File ? entry.SizeBytes
            : entry.Id == summary?.DriveId ? summary.UsedBytes
            : facts.FolderBytes;
    }

    // Of what is behind a link its visitors are told no more than through its page.
    private static bool IsForAccounts(LiveProperty property) => property
        is LiveProperty.SupportedLock or LiveProperty.LockDiscovery
        or LiveProperty.QuotaAvailableBytes or LiveProperty.QuotaUsedBytes or LiveProperty.DataFingerprint
        or LiveProperty.OwnCloudId or LiveProperty.FileId or LiveProperty.OwnerId or LiveProperty.OwnerDisplayName
        or LiveProperty.ShareTypes or LiveProperty.SharePermissions or LiveProperty.CreationDate or LiveProperty.CreationTime or LiveProperty.UploadTime;

    private static void WriteShareTypes(PipeWriter writer, ItemFacts facts)
    {
        writer.Raw("<oc:share-types>"u8);
        if (facts.SharedWith is { } mark)
        {
            writer.Raw(mark.ToPersons ? "<oc:share-type>0</oc:share-type>"u8 : ""u8);
            writer.Raw(mark.ToGroups ? "<oc:share-type>1</oc:share-type>"u8 : ""u8);
            writer.Raw(mark.ToLinks ? "<oc:share-type>3</oc:share-type>"u8 : ""u8);
        }

        writer.Raw("</oc:share-types>"u8);
    }

    private void WriteLocks(PipeWriter writer, ItemFacts facts)
    {
        writer.Raw("<d:lockdiscovery>"u8);
        foreach (var one in facts.Locks)
        {
            LockXml.Write(writer, one, user.UserId, one.EntryId == facts.Item.EntryId ? facts.Href : null);
        }

        writer.Raw("</d:lockdiscovery>"u8);
    }

    private static void Text(PipeWriter writer, string element, string value)
    {
        Begin(writer, element);
        writer.Text(value);
        End(writer, element);
    }

    private static void Number(PipeWriter writer, string element, long value)
    {
        Begin(writer, element);
        writer.Raw(value);
        End(writer, element);
    }

    private static void Begin(PipeWriter writer, string element)
    {
        writer.Raw("<"u8);
        writer.Raw(element);
        writer.Raw(">"u8);
    }

    private static void End(PipeWriter writer, string element)
    {
        writer.Raw("</"u8);
        writer.Raw(element);
        writer.Raw(">"u8);
    }

    // An id of version 7 carries the time at which it was drawn; of other items only the last change is known.
    private static DateTimeOffset CreatedAt(Entry entry)
    {
        if (entry.Id.Version != 7)
        {
            return entry.ModifiedAt;
        }

        Span<byte> bytes = stackalloc byte[16];
        entry.Id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var value in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | value;
        }

        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : entry.ModifiedAt;
    }
}
