using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Links;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Visits;

/// <summary>PROPFIND of what a public link shows.</summary>
internal sealed class LinkDavListing(Checksums checksums)
{
    public async Task AnswerAsync(HttpContext context, LinkVisitor visitor, TreeItem item, DavAddress address)
    {
        var question = PropertyQuestion.Of(await DavBody.ReadAsync(context));
        var depth = DavHeaders.DepthOf(context.Request) ?? throw Problem.DepthNotServed();
        var values = new PropertyValues(DoorUser.Visitor, summary: null, checksums);
        var writer = new MultistatusWriter(context);
        var href = item.Entry.Kind == EntryKind.Folder ? address.Text + "/" : address.Text;
        await WriteAsync(writer, values, question, item, href);
        string? after = null;
        while (depth == 1 && item.Entry.Kind == EntryKind.Folder)
        {
            if (await visitor.Tree.ListAsync(item, after, Paging.MaxLimit, context.RequestAborted) is not var (children, next))
            {
                break;
            }

            foreach (var child in children)
            {
                var name = DavAddress.Escape(child.Entry.Name);
                await WriteAsync(writer, values, question, child, child.Entry.Kind == EntryKind.Folder ? $"{href}{name}/" : href + name);
            }

            if ((after = next) is null)
            {
                break;
            }
        }

        await writer.EndAsync();
    }

    private static async Task WriteAsync(MultistatusWriter writer, PropertyValues values, PropertyQuestion question, TreeItem item, string href)
    {
        writer.BeginResponse(href);
        PropertyWriter.Write(writer, values, question, new ItemFacts { Item = item, Href = href, Etag = item.Entry.Etag });
        await writer.EndResponseAsync();
    }
}
