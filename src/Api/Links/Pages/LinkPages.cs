using System.Globalization;
using System.IO.Pipelines;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FileStorage.Api.Links.Pages;

/// <summary>The page of a link: looks, downloads, asks for the password and takes files, without a script.</summary>
internal sealed class LinkPages(LinkDoor door, LinkPasswords passwords, LinkReads reads, LinkUploads uploads)
{
    private const int PageSize = 500;
    private const int MaxFilesOfForm = 500;
    private const int MaxFormBytes = 16 * 1024;

    public Task ShowAsync(HttpContext context) => RunAsync(context, visitor => ShowAsync(context, visitor));

    public Task DownloadAsync(HttpContext context) => RunAsync(context, visitor => reads.SendContentAsync(context, visitor));

    public Task DownloadArchiveAsync(HttpContext context) => RunAsync(context, visitor => reads.SendArchiveAsync(context, visitor));

    public Task UploadAsync(HttpContext context) => RunAsync(context, visitor => UploadAsync(context, visitor));

    /// <summary>The form with the password.</summary>
    public async Task SignInAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }

        try
        {
            var (visitor, _) = await door.FindAsync(context);
            if (!context.Request.HasFormContentType)
            {
                throw Problem.UnsupportedMediaType("the form of the page");
            }

            var form = await context.Request.ReadFormAsync(new FormOptions { ValueCountLimit = 8, BufferBodyLengthLimit = MaxFormBytes }, context.RequestAborted);
            await passwords.SignInAsync(context, visitor, form["password"].ToString(), PageAddress.Root(TokenOf(context)));
            SeeOther(context, new PageAddress(TokenOf(context), "", EntryPath.Root));
        }
        catch (Exception exception) when (ProblemEdge.Explain(exception) is { } problem && !context.Response.HasStarted)
        {
            await RefuseAsync(context, problem);
        }
    }

    private async Task RunAsync(HttpContext context, Func<LinkVisitor, Task> answer)
    {
        try
        {
            var (visitor, isLetIn) = await door.FindAsync(context);
            if (isLetIn)
            {
                await answer(visitor);
                return;
            }

            await LinkPage.Password(TokenOf(context), refusal: null).SendAsync(context, StatusCodes.Status403Forbidden, "Password");
        }
        catch (Exception exception) when (ProblemEdge.Explain(exception) is { } problem && !context.Response.HasStarted)
        {
            await RefuseAsync(context, problem);
        }
    }

    private static async Task RefuseAsync(HttpContext context, ProblemException problem)
    {
        context.Response.Clear();
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var title = problem.Problem.Title ?? "";
        await (problem.Problem.Type == ProblemTypes.PasswordRequired
            ? LinkPage.Password(TokenOf(context), problem.Problem.Detail).SendAsync(context, StatusCodes.Status403Forbidden, title)
            : LinkPage.Message(title, problem.Problem.Detail ?? "").SendAsync(context, problem.Status, title));
    }

    private static async Task ShowAsync(HttpContext context, LinkVisitor visitor)
    {
        var token = TokenOf(context);
        var received = long.TryParse(context.Request.Query["received"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        if (visitor.IsBlind)
        {
            await LinkPage.Upload(new PageWriter(), token, EntryPath.Root, isBlind: true, received).SendAsync(context, 200, "Send files");
            return;
        }

        var item = await LinkReads.FindItemAsync(context, visitor);
        var rootName = visitor.Root.Entry.Name is { Length: > 0 } given ? given : "Files";
        if (item.Entry.Kind is EntryKind.File)
        {
            await LinkPage.File(token, item, rootName).SendAsync(context, 200, item.Entry.Name);
            return;
        }

        var (items, next) = await visitor.Tree.ListAsync(item, Paging.After(context), PageSize, context.RequestAborted) ?? throw LinkDoor.NoSuchLink();
        var page = LinkPage.Folder(token, item, rootName, items, next);
        if (item.Rights.HasFlag(Rights.Create))
        {
            LinkPage.Upload(page, token, EntryPath.Of(item.Entry.Path), isBlind: false, received);
        }

        await page.SendAsync(context, 200, item.Entry.Path.IsEmpty ? rootName : item.Entry.Name);
    }

    private async Task UploadAsync(HttpContext context, LinkVisitor visitor)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var request = context.Request;
        var folder = visitor.IsBlind ? visitor.Root : await LinkReads.FindItemAsync(context, visitor);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            throw Problem.UnsupportedMediaType("the form of the page");
        }

        var reader = new MultipartReader(boundary, request.Body);
        var received = 0;
        while (await NextFileAsync(reader, context.RequestAborted) is { } file)
        {
            if (++received > MaxFilesOfForm)
            {
                throw Problem.TooLarge($"One form holds at most {MaxFilesOfForm} files; those before it were stored.");
            }

            await uploads.DropAsync(
                visitor, folder, file.Name, operationId: null, new VisitorBody(PipeReader.Create(file.Body), Length: null), context.RequestAborted);
        }

        var path = visitor.IsBlind ? EntryPath.Root : EntryPath.Of(folder.Entry.Path);
        var query = string.Create(CultureInfo.InvariantCulture, $"received={received}");
        SeeOther(context, new PageAddress(TokenOf(context), "", path) { Query = query });
    }

    private static async Task<(string Name, Stream Body)?> NextFileAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                // Some browsers tell the whole path; no name of ours begins anywhere else than after the last separator.
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition()
                    && NameOf(disposition) is { Length: > 0 } name)
                {
                    return (Place.Normalize(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]), section.Body);
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Problem.BadRequest("The form cannot be read.", exception);
        }
    }

    private static string? NameOf(ContentDispositionHeaderValue disposition) =>
        disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;

    private static void SeeOther(HttpContext context, PageAddress address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address.ToString();
    }

    private static string TokenOf(HttpContext context) => context.Request.RouteValues["token"] as string ?? "";
}
