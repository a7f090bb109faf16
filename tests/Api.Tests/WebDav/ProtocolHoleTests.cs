using System.Net;
using FileStorage.Api.Contracts.Deletions;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Links;

namespace FileStorage.Tests.Api.Tests.WebDav;

/// <summary>
/// The holes of WebDAV and of the protocols made of it: a PUT of a new file, MOVE and DELETE come without a word of what their client saw last.
/// </summary>
public sealed class ProtocolHoleTests : IAsyncLifetime
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly RealHost _host = new(["--Deletions:HoldEntries=10"]);

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_overwrite_made_a_version()
    {
        var session = await _host.MakeAccountAsync();
        var dav = new DavClient(_host, session);
        await dav.PutAsync("/file", "first");
        await dav.PutAsync("/file", "second");
        await dav.PutAsync("/other", "third");
        await dav.SendAsync("COPY", "/other", null, ("Destination", "/dav/copied"));
        await dav.SendAsync("COPY", "/file", null, ("Destination", "/dav/copied"));

        var versions = await Session.ReadAsync(
            await session.GetAsync("/items/versions?path=/file"), HttpStatusCode.OK, Json.VersionPageBody);
        var first = await session.GetAsync($"/items/versions/1/content?path=/file");

        Assert.Equal([2, 1], versions.Versions.Select(version => version.Number));
        Assert.Equal("first", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(await IsKeptAsync(session, "copied", "third"u8.ToArray()));
    }

    [Fact]
    public async Task Every_delete_went_to_the_trash()
    {
        var session = await _host.MakeAccountAsync();
        var dav = new DavClient(_host, session);
        foreach (var path in new[] { "/deleted", "/folder/inside", "/moved-over", "/replaced/inside", "/by-file", "/by-folder/inside" })
        {
            await session.PutAsync(path, [1]);
        }

        await dav.SendAsync("DELETE", "/deleted");
        await dav.SendAsync("DELETE", "/folder");
        await dav.SendAsync("MOVE", "/by-file", null, ("Destination", "/dav/moved-over"));
        await dav.SendAsync("MOVE", "/by-folder", null, ("Destination", "/dav/replaced"));

        Assert.Equal(["deleted", "folder", "moved-over", "replaced"], (await session.ReadTrashAsync()).Items.Select(item => item.Name).Order());
        foreach (var item in (await session.ReadTrashAsync()).Items.Where(item => item.Name is "deleted" or "folder"))
        {
            Assert.True((await session.SendAsync(HttpMethod.Post, $"/trash/{item.Id}/restore")).IsSuccessStatusCode);
        }

        Assert.Equal([1], await session.GetContentAsync("/folder/inside"));
        Assert.Equal([1], await session.GetContentAsync("/deleted"));
    }

    [Fact]
    public async Task A_mass_delete_is_held_and_reported_until_its_user_says_that_it_is_meant()
    {
        var (session, dav) = await FillAsync(folders: 4, files: 5);

        var first = await dav.StatusAsync("DELETE", "/0");
        var second = await dav.StatusAsync("DELETE", "/1");
        var third = await dav.SendAsync("DELETE", "/2");
        var small = await dav.StatusAsync("DELETE", "/3/0");
        var held = Assert.Single(await ListAsync(session));
        var audit = await Session.ReadAsync(await session.GetAsync("/audit?kind=deletion-held"), HttpStatusCode.OK, Json.AuditPageBody);

        Assert.Equal((204, 204, HttpStatusCode.Forbidden, 403), (first, second, third.StatusCode, small));
        Assert.Contains("filestorage deletions", await DavClient.TextAsync(third), StringComparison.Ordinal);
        Assert.Equal((session.Device.DeviceId, "a device", session.Email), (held.DeviceId, held.Device, held.Account));
        Assert.Equal((12, 6, 24), (held.Deleted, held.Wanted, held.Before));
        Assert.Equal(held.DeviceId, Assert.Single(audit.Records).DeviceId);
        Assert.True(await session.ExistsAsync("/2/0"));

        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Post, $"/deletions/held/{held.DeviceId}/allow")).StatusCode);
        Assert.Equal((204, 204), (await dav.StatusAsync("DELETE", "/2"), await dav.StatusAsync("DELETE", "/3")));
        Assert.Empty(await ListAsync(session));
        Assert.Equal(4, (await session.ReadTrashAsync()).Items.Count);
    }

    [Fact]
    public async Task One_DELETE_of_a_folder_counts_as_all_that_lies_below_it()
    {
        var (session, dav) = await FillAsync(folders: 2, files: 12);
        await dav.SendAsync("MKCOL", "/all");
        await dav.SendAsync("MOVE", "/0", null, ("Destination", "/dav/all/0"));
        await dav.SendAsync("MOVE", "/1", null, ("Destination", "/dav/all/1"));

        Assert.Equal(403, await dav.StatusAsync("DELETE", "/all"));
        await dav.SendAsync("MKCOL", "/empty");
        Assert.Equal(403, await dav.StatusAsync("MOVE", "/empty", null, ("Destination", "/dav/all")));

        Assert.Empty((await session.ReadTrashAsync()).Items);
    }

    [Fact]
    public async Task A_folder_that_would_be_replaced_by_a_move_counts_too()
    {
        var (session, dav) = await FillAsync(folders: 1, files: 20);
        await dav.SendAsync("MKCOL", "/empty");

        Assert.Equal(403, await dav.StatusAsync("MOVE", "/empty", null, ("Destination", "/dav/0")));
        Assert.Equal(403, await dav.StatusAsync("COPY", "/empty", null, ("Destination", "/dav/0")));

        Assert.True(await session.ExistsAsync("/0/19"));
    }

    [Fact]
    public async Task What_was_not_meant_is_dismissed_and_the_client_may_delete_a_little_again()
    {
        var (session, dav) = await FillAsync(folders: 1, files: 20);
        await dav.SendAsync("DELETE", "/0");

        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, $"/deletions/held/{session.Device.DeviceId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await session.SendAsync(HttpMethod.Delete, $"/deletions/held/{session.Device.DeviceId}")).StatusCode);

        Assert.Equal(204, await dav.StatusAsync("DELETE", "/0/0"));
        Assert.Equal(403, await dav.StatusAsync("DELETE", "/0"));
    }

    [Fact]
    public async Task Who_makes_files_and_deletes_them_again_deletes_nobodys()
    {
        var (session, dav) = await FillAsync(folders: 1, files: 3);
        for (var index = 0; index < 15; index++)
        {
            await dav.PutAsync("/temporary", "text");
            Assert.Equal(204, await dav.StatusAsync("DELETE", "/temporary"));
            await dav.SendAsync("COPY", "/0", null, ("Destination", "/dav/copy"));
            Assert.Equal(204, await dav.StatusAsync("DELETE", "/copy"));
        }

        Assert.Empty(await ListAsync(session));
    }

    [Fact]
    public async Task A_client_that_is_held_does_not_empty_the_trash_either()
    {
        var (session, dav) = await FillAsync(folders: 1, files: 20);
        await dav.SendAsync("DELETE", "/0/0");
        await dav.SendAsync("DELETE", "/0");
        var trash = $"//remote.php/dav/trashbin/{Uri.EscapeDataString(session.Email)}/trash";

        Assert.Equal(403, await dav.StatusAsync("DELETE", trash));
        Assert.Single((await session.ReadTrashAsync()).Items);
        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, "/trash")).StatusCode);
    }

    [Fact]
    public async Task Who_says_what_they_saw_and_the_services_own_clients_are_not_held()
    {
        var (session, dav) = await FillAsync(folders: 2, files: 20);
        var etag = await dav.PropertyAsync("/0", "d:getetag");

        Assert.Equal(204, await dav.StatusAsync("DELETE", "/0", null, ("If-Match", etag!)));
        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, "/items?path=/1")).StatusCode);
        Assert.Empty(await ListAsync(session));
    }

    [Fact]
    public async Task A_visitor_who_deletes_too_much_is_held_and_the_owner_is_told()
    {
        var (session, _) = await FillAsync(folders: 1, files: 20);
        var (link, visitor) = await Visitor.MakeAsync(_host, session, "/0", new LinkRequest { Access = "write" });
        var statuses = new List<int>();
        for (var index = 0; index < 20; index++)
        {
            statuses.Add((int)(await visitor.SendAsync(HttpMethod.Delete, $"/item?path=/{index}")).StatusCode);
        }

        var held = Assert.Single(await ListAsync(session));
        Assert.Equal((link.Id, null), (held.DeviceId, held.Account));
        Assert.Equal([.. Enumerable.Repeat(204, 10), .. Enumerable.Repeat(403, 10)], statuses);
    }

    [Fact]
    public async Task Whoever_may_change_anothers_folder_is_held_there_and_its_owner_decides()
    {
        var (owner, _) = await FillAsync(folders: 2, files: 10);
        var friend = await _host.MakeAccountAsync();
        await Mounting.ShareAsync(owner, "/0", friend, "write", "/theirs");
        var dav = new DavClient(_host, friend);

        for (var index = 0; index < 10; index++)
        {
            await dav.SendAsync("DELETE", $"/theirs/{index}");
        }

        await Mounting.ShareAsync(owner, "/1", friend, "write", "/more");
        var more = await dav.StatusAsync("DELETE", "/more/0");
        var last = await dav.StatusAsync("DELETE", "/more/1");

        Assert.Equal((204, 403), (more, last));
        Assert.Equal(friend.Email, Assert.Single(await ListAsync(owner)).Account);
        Assert.Empty(await ListAsync(friend));
        Assert.Equal(HttpStatusCode.NotFound, (await friend.SendAsync(HttpMethod.Post, $"/deletions/held/{friend.Device.DeviceId}/allow")).StatusCode);
        Assert.Equal(204, await dav.StatusAsync("DELETE", "/more"));
    }

    // Folders named by numbers, with files named by numbers: a folder and its files are 1 + files entries.
    private async Task<(Session Session, DavClient Dav)> FillAsync(int folders, int files)
    {
        var session = await _host.MakeAccountAsync();
        for (var folder = 0; folder < folders; folder++)
        {
            for (var file = 0; file < files; file++)
            {
                await session.PutAsync($"/{folder}/{file}", [(byte)file]);
            }
        }

        return (session, new DavClient(_host, session));
    }

    private static async Task<IReadOnlyList<HeldDeletionBody>> ListAsync(Session session) =>
        (await Session.ReadAsync(await session.GetAsync("/deletions/held"), HttpStatusCode.OK, Json.HeldDeletionListBody)).Held;

    private static async Task<bool> IsKeptAsync(Session session, string name, byte[] content)
    {
        foreach (var item in (await session.ReadTrashAsync()).Items.Where(item => item.Name == name))
        {
            var place = await session.SendAsync(HttpMethod.Post, $"/trash/{item.Id}/restore", Session.Text($$"""{"path": "/restored-{{name}}"}"""));
            if (place.IsSuccessStatusCode && (await session.GetContentAsync("/restored-" + name)).AsSpan().SequenceEqual(content))
            {
                return true;
            }
        }

        var versions = await Session.ReadAsync(
            await session.GetAsync($"/items/versions?path=/{name}"), HttpStatusCode.OK, Json.VersionPageBody);
        foreach (var version in versions.Versions)
        {
            var answer = await session.GetAsync($"/items/versions/{version.Number}/content?path=/{name}");
            if ((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(content))
            {
                return true;
            }
        }

        return false;
    }
}
