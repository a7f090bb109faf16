using System.Globalization;
using System.Text.Json;
using FileStorage.Api.Accounts;
using FileStorage.Api.Callers;
using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Grains.Interfaces.Groups;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>
/// With whom a client may offer to share. Of people only the very address that was typed, whether it has an account or not, so that nobody learns who
/// has one; of groups those that the caller is in.
/// </summary>
internal sealed class Sharees(IGrainFactory grains)
{
    private const int MaxGroups = 50;

    private static readonly string[] Others = ["remotes", "remote_groups", "emails", "circles", "rooms", "lookup"];

    public async Task SearchAsync(HttpContext context)
    {
        var search = context.Request.Query["search"].ToString().Trim();
        var person = IsAsked(context, OcsShareType.User) && EmailAddress.IsSane(search) && !DoorUser.Of(context).IsCalled(search) ? search : null;
        var groups = IsAsked(context, OcsShareType.Group) ? await FindGroupsAsync(context, search) : [];
        await OcsAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject("exact");
            WriteLists(json, person, groups.Where(group => IsCalled(group, search)));
            json.WriteEndObject();
            WriteLists(json, person: null, groups.Where(group => !IsCalled(group, search)));
            json.WriteBoolean("lookupEnabled", false);
        });
    }

    private async Task<List<GroupDescription>> FindGroupsAsync(HttpContext context, string search)
    {
        var viewer = await Caller.Of(context).Views.GetViewerAsync(context.RequestAborted);
        var groups = await Task.WhenAll(viewer.Groups.Select(id => grains.GetGrain<IGroupGrain>(id).GetAsync(context.RequestAborted)));
        return
        [
            .. groups.OfType<GroupDescription>()
                .Where(group => group.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
                .OrderBy(group => group.Name, StringComparer.Ordinal)
                .Take(MaxGroups),
        ];
    }

    private static bool IsCalled(GroupDescription group, string search) => string.Equals(group.Name, search, StringComparison.OrdinalIgnoreCase);

    // Where the client does not say, of every kind.
    private static bool IsAsked(HttpContext context, OcsShareType type)
    {
        var query = context.Request.Query;
        var asked = query["shareType[]"].Concat(query["shareType"]).ToList();
        return asked.Count == 0 || asked.Contains(((int)type).ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteLists(Utf8JsonWriter json, string? person, IEnumerable<GroupDescription> groups)
    {
        json.WriteStartArray("users");
        if (person is not null)
        {
            Write(json, person, person, OcsShareType.User);
        }

        json.WriteEndArray();
        json.WriteStartArray("groups");
        foreach (var group in groups)
        {
            Write(json, group.Name, group.GroupId.ToString("N", CultureInfo.InvariantCulture), OcsShareType.Group);
        }

        json.WriteEndArray();
        foreach (var other in Others)
        {
            json.WriteStartArray(other);
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, string label, string with, OcsShareType type)
    {
        json.WriteStartObject();
        json.WriteString("label", label);
        json.WriteStartObject("value");
        json.WriteNumber("shareType", (int)type);
        json.WriteString("shareWith", with);
        json.WriteEndObject();
        json.WriteString("shareWithDisplayNameUnique", label);
        json.WriteEndObject();
    }
}
