using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

public sealed class FolderSizeTests(RealHost host)
{
    [Fact]
    public async Task A_folder_is_as_large_as_the_files_below_it()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session, "/remote.php/webdav");
        await session.PutAsync("/folder/file", new byte[10]);
        await session.PutAsync("/folder/sub/file", new byte[5]);
        await session.PutAsync("/other/file", new byte[3]);

        var listed = (await dav.FindAsync("/", 1, "<oc:size/>")).Select(one => (DavClient.HrefOf(one), DavClient.ValueOf(one, "oc:size"))).ToList();
        await session.PutAsync("/folder/sub/file", new byte[7]);
        var grown = await dav.PropertyAsync("/folder", "oc:size");
        await dav.SendAsync("DELETE", "/folder/sub");
        var shrunk = await dav.PropertyAsync("/folder", "oc:size");
        await dav.SendAsync("MOVE", "/other/file", null, ("Destination", "/remote.php/webdav/folder/moved"));

        Assert.Contains(("/remote.php/webdav/folder/", "15"), listed);
        Assert.Contains(("/remote.php/webdav/other/", "3"), listed);
        Assert.Equal(("17", "10", "13", "0"), (grown, shrunk, await dav.PropertyAsync("/folder", "oc:size"), await dav.PropertyAsync("/other", "oc:size")));
    }

    [Fact]
    public async Task Of_anothers_folder_nothing_is_told_that_may_be_closed()
    {
        var owner = await host.MakeAccountAsync();
        var friend = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/sub/file", new byte[10]);
        await Mounting.ShareAsync(owner, "/folder", friend, "read", "/theirs");
        var dav = new DavClient(host, friend, "/remote.php/webdav");

        Assert.Null(await dav.PropertyAsync("/theirs", "oc:size"));
        Assert.Null(await dav.PropertyAsync("/theirs/sub", "oc:size"));
        Assert.Equal("10", await dav.PropertyAsync("/theirs/sub/file", "oc:size"));
    }
}
