using System.Globalization;
using System.Text.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>A share as the share interface tells it.</summary>
internal sealed record OcsShare
{
    public required long Number { get; init; }

    public required OcsShareType Type { get; init; }

    public required TreeItem Item { get; init; }

    public required int Permissions { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The address of whoever shared it.</summary>
    public required string SharedBy { get; init; }

    /// <summary>The address of whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary>The name with which a client would share with the same once more; null for a link.</summary>
    public string? With { get; init; }

    public string? WithName { get; init; }

    /// <summary>Whether the caller may change it.</summary>
    public required bool CanChange { get; init; }

    /// <summary>The terms of a link.</summary>
    public LinkBody? Link { get; init; }

    /// <summary>The address of the page of a link that has just been made; nobody can tell it later.</summary>
    public string? Address { get; init; }

    private string Path => Item.Entry.Path.IsDefault ? "/" + Item.Entry.Name : EntryPath.Of(Item.Entry.Path).ToString();

    /// <summary>Writes the members.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id", Number.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("share_type", (int)Type);
        json.WriteString("uid_owner", SharedBy);
        json.WriteString("displayname_owner", SharedBy);
        json.WriteString("uid_file_owner", Owner);
        json.WriteString("displayname_file_owner", Owner);
        json.WriteNumber("permissions", Permissions);
        json.WriteBoolean("can_edit", CanChange);
        json.WriteBoolean("can_delete", true);
        json.WriteNumber("stime", At.ToUnixTimeSeconds());
        json.WriteNull("parent");
        json.WriteString("note", "");
        json.WriteString("label", Link?.Label ?? "");
        json.WriteString("name", Link?.Label ?? "");
        json.WriteNull("attributes");
        WriteItem(json);
        json.WriteString("share_with", With);
        json.WriteString("share_with_displayname", WithName ?? With);
        json.WriteNumber("mail_send", 0);
        json.WriteNumber("hide_download", 0);
        WriteLink(json);
    }

    private void WriteItem(Utf8JsonWriter json)
    {
        var entry = Item.Entry;
        var isFile = entry.Kind == EntryKind.File;
        json.WriteString("path", Path);
        json.WriteString("file_target", Path);
        json.WriteString("item_type", isFile ? "file" : "folder");
        json.WriteString("mimetype", isFile ? ContentTypes.Of(entry.Name) : "httpd/unix-directory");
        json.WriteBoolean("has_preview", SmallPictures.IsOne(entry));
        json.WriteString("storage_id", Item.View is null ? "home::" + Owner : "shared::" + Path);
        json.WriteNumber("storage", 1);
        json.WriteNumber("item_source", FileNumbers.Of(entry.Id));
        json.WriteNumber("file_source", FileNumbers.Of(entry.Id));
        json.WriteNumber("file_parent", entry.ParentId == Guid.Empty ? 0 : FileNumbers.Of(entry.ParentId));
        json.WriteNumber("item_size", entry.SizeBytes);
        json.WriteNumber("item_mtime", entry.ModifiedAt.ToUnixTimeSeconds());
    }

    // The last day on which it is open, which is what clients show.
    private void WriteLink(Utf8JsonWriter json)
    {
        json.WriteString("expiration", Link?.ExpiresAt?.AddTicks(-1).UtcDateTime.ToString("yyyy-MM-dd 00:00:00", CultureInfo.InvariantCulture));
        json.WriteString("token", Link?.Token);
        if (Link is null)
        {
            return;
        }

        // That there is one is all that is known of it.
        json.WriteString("password", Link.HasPassword ? "***" : null);
        json.WriteBoolean("send_password_by_talk", false);
        json.WriteString("url", Address ?? "");
    }
}
