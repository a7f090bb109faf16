using FileStorage.Api.Archives;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Links;

/// <summary>What visitors of public links may look at and download.</summary>
internal sealed class LinkReads(
    IGrainFactory grains, LinkDoor door, ContentAnswer answer, ArchiveAnswer archives, IOptions<LinkOptions> options) : IDisposable
{
    private const long LargeBytes = 1024 * 1024;

    private readonly SemaphoreSlim _large = new(options.Value.LargeDownloads);

    public void Dispose() => _large.Dispose();

    public async Task DescribeAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        await JsonAnswer.WriteAsync(context, 200, LinkBodies.Of(visitor), ContractsJsonContext.Default.VisitBody);
    }

    public async Task FindAsync(HttpContext context)
    {
        var item = await FindItemAsync(context, await door.OpenAsync(context));
        context.Response.Headers.ETag = $"\"{item.Entry.Etag}\"";
        await JsonAnswer.WriteAsync(context, 200, LinkBodies.Of(item), ContractsJsonContext.Default.VisitItemBody);
    }

    public async Task ListAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        var folder = await FindItemAsync(context, visitor);
        if (folder.Entry.Kind is not EntryKind.Folder)
        {
            throw Problem.NotPossible("This is a file; only a folder has children.");
        }

        var (items, next) = await visitor.Tree.ListAsync(folder, Paging.After(context), Paging.Limit(context), context.RequestAborted)
            ?? throw NoSuchItem();
        var body = new VisitPageBody { Items = [.. items.Select(LinkBodies.Of)], Next = next };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.VisitPageBody);
    }

    public async Task GetContentAsync(HttpContext context) => await SendContentAsync(context, await door.OpenAsync(context));

    public async Task GetArchiveAsync(HttpContext context) => await SendArchiveAsync(context, await door.OpenAsync(context));

    /// <summary>Answers the file of the address, to a visitor who was let in.</summary>
    public async Task SendContentAsync(HttpContext context, LinkVisitor visitor) =>
        await SendContentAsync(context, visitor, await FindItemAsync(context, visitor));

    /// <summary>Answers the folder of the address, to a visitor who was let in.</summary>
    public async Task SendArchiveAsync(HttpContext context, LinkVisitor visitor) =>
        await SendArchiveAsync(context, visitor, await FindItemAsync(context, visitor));

    /// <summary>Answers a file. Counts once for every GET that begins at the first byte.</summary>
    public async Task SendContentAsync(HttpContext context, LinkVisitor visitor, TreeItem item)
    {
        if (item.Entry.Kind is not EntryKind.File)
        {
            throw Problem.NotPossible("This is a folder; it is downloaded as an archive.");
        }

        // Between the two calls the version can only have been purged with its file.
        var version = await grains.GetGrain<IFileGrain>(item.EntryId).FindAsync(item.Entry.VersionNumber, item.DriveId, context.RequestAborted)
            ?? throw NoSuchItem();
        var content = new ReadableContent(item.Entry.Name, version)
        {
            BeforeSending = range => CountAsync(visitor, version.VersionId, range.Offset > 0, context.RequestAborted),
        };
        await (version.Manifest.SizeBytes > LargeBytes
            ? InTurnAsync(() => answer.SendAsync(context, content), context.RequestAborted)
            : answer.SendAsync(context, content));
    }

    /// <summary>Answers a folder, as one download.</summary>
    public Task SendArchiveAsync(HttpContext context, LinkVisitor visitor, TreeItem item) => InTurnAsync(
        () => archives.SendAsync(
            context, visitor.Tree, item, () => CountAsync(visitor, item.EntryId, isContinued: false, context.RequestAborted)),
        context.RequestAborted);

    /// <summary>The item at ?path=, or what the link leads to.</summary>
    /// <exception cref="ProblemException">404: none that may be seen.</exception>
    public static async Task<TreeItem> FindItemAsync(HttpContext context, LinkVisitor visitor)
    {
        var path = context.Request.Query["path"] is { Count: 0 } ? [] : ItemAddress.QueryPath(context).Names;
        return (await visitor.ResolveAsync(path, context.RequestAborted)).Item ?? throw NoSuchItem();
    }

    // Visitors who read slowly keep out other visitors, not those who have an account.
    private async Task InTurnAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        await _large.WaitAsync(cancellationToken);
        try
        {
            await send();
        }
        finally
        {
            _large.Release();
        }
    }

    private async Task CountAsync(LinkVisitor visitor, Guid contentId, bool isContinued, CancellationToken cancellationToken)
    {
        var download = new LinkDownload { ContentId = contentId, Reader = visitor.Reader, IsContinued = isContinued };
        if (!await grains.GetGrain<ILinkGrain>(visitor.Link.LinkId).CountAsync(download, cancellationToken))
        {
            throw LinkDoor.NoSuchLink();
        }
    }

    private static ProblemException NoSuchItem() => Problem.NotFound("There is no such item.");
}
