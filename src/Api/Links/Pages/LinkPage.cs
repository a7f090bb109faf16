using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;

namespace FileStorage.Api.Links.Pages;

/// <summary>What visitors see of a link in a browser.</summary>
internal static class LinkPage
{
    /// <summary>A folder with what lies in it.</summary>
    public static PageWriter Folder(string token, TreeItem folder, string rootName, ImmutableArray<TreeItem> items, string? next)
    {
        var path = EntryPath.Of(folder.Entry.Path);
        var page = new PageWriter();
        WriteWay(page, token, path, rootName);
        page.Markup("<section class=\"card\"><div class=\"head\"><div><h1>").Name(path.IsRoot ? rootName : folder.Entry.Name)
            .Markup("</h1><p class=\"soft\">").Text(CountOf(items, next is not null)).Markup("</p></div>")
            .Markup("<a class=\"button\" href=\"").Address(new PageAddress(token, "/archive", path)).Markup("\">Download all (zip)</a></div>");
        if (items.IsEmpty)
        {
            page.Markup("<p class=\"empty\">There is nothing in here.</p></section>");
            return page;
        }

        page.Markup("<ul>");
        foreach (var item in items)
        {
            WriteItem(page, token, EntryPath.Of(item.Entry.Path), item);
        }

        page.Markup("</ul>");
        if (next is not null)
        {
            var address = new PageAddress(token, "", path) { Query = "after=" + Uri.EscapeDataString(next) };
            page.Markup("<p class=\"note\"><a class=\"button second\" href=\"").Address(address).Markup("\">More</a></p>");
        }

        return page.Markup("</section>");
    }

    /// <summary>One file.</summary>
    public static PageWriter File(string token, TreeItem file, string rootName)
    {
        var path = EntryPath.Of(file.Entry.Path);
        var page = new PageWriter();
        WriteWay(page, token, path, rootName);
        page.Markup("<section class=\"card\"><div class=\"head\"><div><h1>").Name(file.Entry.Name).Markup("</h1><p class=\"soft\">")
            .Size(file.Entry.SizeBytes).Markup(" \u00B7 ").Time(file.Entry.ModifiedAt).Markup(" UTC</p></div>");
        if (ContentTypes.IsInert(file.Entry.Name))
        {
            page.Markup("<a class=\"button second\" href=\"").Address(new PageAddress(token, "/files", path) { Query = "inline=1" }).Markup("\">Look</a>");
        }

        return page.Markup("<a class=\"button\" href=\"").Address(new PageAddress(token, "/files", path)).Markup("\">Download</a></div></section>");
    }

    /// <summary>A form to put files in.</summary>
    public static PageWriter Upload(PageWriter page, string token, EntryPath path, bool isBlind, long received)
    {
        page.Markup("<section class=\"card\">");
        if (isBlind)
        {
            page.Markup("<div class=\"head\"><div><h1>Send files</h1><p class=\"soft\">Whoever gave you this address gets them. ")
                .Markup("Nobody who has it sees what is here.</p></div></div>");
        }

        page.Markup("<form method=\"post\" enctype=\"multipart/form-data\" action=\"").Address(new PageAddress(token, "/upload", path)).Markup("\">");
        if (!isBlind)
        {
            page.Markup("<label for=\"files\">Add files to this folder</label>");
        }

        page.Markup("<input id=\"files\" type=\"file\" name=\"files\" aria-label=\"Files to send\" multiple required><button>Send</button></form>");
        if (received > 0)
        {
            page.Markup("<p class=\"note good\" role=\"status\">").Text(received == 1 ? "Your file has arrived." : string.Create(CultureInfo.InvariantCulture, $"Your {received} files have arrived.")).Markup("</p>");
        }

        return page.Markup("</section>");
    }

    /// <summary>A form that asks for the password.</summary>
    public static PageWriter Password(string token, string? refusal)
    {
        var page = new PageWriter().Markup("<section class=\"card\"><div class=\"head\"><div><h1>This link asks for a password</h1>")
            .Markup("<p class=\"soft\">Whoever gave you the address can tell you.</p></div></div><form method=\"post\" action=\"")
            .Address(new PageAddress(token, "", EntryPath.Root)).Markup("\">")
            .Markup("<input type=\"password\" name=\"password\" aria-label=\"Password\" autocomplete=\"off\" maxlength=\"256\" required autofocus><button>Open</button></form>");
        if (refusal is not null)
        {
            page.Markup("<p class=\"note bad\" role=\"alert\">").Text(refusal).Markup("</p>");
        }

        return page.Markup("</section>");
    }

    /// <summary>Why there is nothing to see.</summary>
    public static PageWriter Message(string title, string detail) => new PageWriter()
        .Markup("<section class=\"card\"><div class=\"head\"><div><h1>").Text(title).Markup("</h1><p class=\"soft\">").Text(detail)
        .Markup("</p></div></div></section>");

    private static void WriteItem(PageWriter page, string token, EntryPath path, TreeItem item)
    {
        var isFile = item.Entry.Kind is EntryKind.File;
        page.Markup("<li><span class=\"icon ").Markup(isFile ? "file" : "folder").Markup("\"></span><span class=\"name\"><a href=\"")
            .Address(new PageAddress(token, "", path)).Markup("\">").Name(item.Entry.Name).Markup("</a></span><span class=\"size\">");
        if (isFile)
        {
            page.Size(item.Entry.SizeBytes);
        }

        page.Markup("</span><span class=\"time\">").Time(item.Entry.ModifiedAt).Markup("</span></li>");
    }

    private static void WriteWay(PageWriter page, string token, EntryPath path, string rootName)
    {
        if (path.IsRoot)
        {
            return;
        }

        page.Markup("<nav class=\"way\"><a href=\"").Address(new PageAddress(token, "", EntryPath.Root)).Markup("\">").Name(rootName).Markup("</a>");
        for (var depth = 1; depth < path.Names.Length; depth++)
        {
            page.Markup(" / <a href=\"").Address(new PageAddress(token, "", EntryPath.Of(path.Names[..depth]))).Markup("\">")
                .Name(path.Names[depth - 1]).Markup("</a>");
        }

        page.Markup(" / ").Name(path.Name).Markup("</nav>");
    }

    private static string CountOf(ImmutableArray<TreeItem> items, bool hasMore) => (items.Length, hasMore) switch
    {
        (0, _) => "empty",
        (1, false) => "1 item",
        _ => string.Create(CultureInfo.InvariantCulture, $"{items.Length}{(hasMore ? "+" : "")} items"),
    };
}
