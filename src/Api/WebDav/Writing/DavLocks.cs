using System.Globalization;
using System.Xml.Linq;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Locks;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.WebDav;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Writing;

/// <summary>LOCK and UNLOCK. A lock is a lease; of an address where nothing is, an empty file is made first.</summary>
internal sealed class DavLocks(IGrainFactory grains, FileCommitter committer, ContentWriter writer, TimeProvider clock)
{
    private const int DefaultSeconds = 30 * 60;
    private const int MaxSeconds = 60 * 60;
    private const int MaxOwnerLength = 4096;

    public async Task LockAsync(DavRequest request)
    {
        var body = await DavBody.ReadAsync(request.Context);
        var resolution = await request.ResolveAsync();
        if (body is null)
        {
            await RefreshAsync(request, resolution.Item ?? throw Problem.NotFound("There is no such item."));
            return;
        }

        var isNew = resolution.Item is null;
        if (isNew)
        {
            await DavPut.RequireFreeAsync(request, resolution);
        }
        else if (!resolution.Item!.Rights.HasFlag(Rights.Change))
        {
            throw Problem.Forbidden("You may see this item, and not change it.");
        }

        var item = resolution.Item ?? await MakeAsync(request);
        var wanted = await ReadAsync(request, body, item);
        switch (await grains.GetGrain<IDavDriveGrain>(item.DriveId).LockAsync(wanted, CancellationToken.None))
        {
            case DavLocking.Locked:
                break;
            case DavLocking.Conflict:
                throw Problem.Locked();
            case DavLocking.TooMany:
                throw Problem.NoRoom();
            default:
                throw new InvalidOperationException("No such outcome of locking.");
        }

        request.Context.Response.Headers["Lock-Token"] = $"<{LockToken.Of(wanted.Token)}>";
        DavHeaders.WriteItem(request.Context, item, item.Entry.Etag);
        await AnswerAsync(request, item, wanted, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public async Task UnlockAsync(DavRequest request)
    {
        var header = request.Context.Request.Headers["Lock-Token"].ToString().Trim();
        if (header is not ['<', .., '>'])
        {
            throw Problem.BadRequest("Lock-Token reads <TOKEN>.");
        }

        var item = await request.FindAsync();
        if (LockToken.Parse(header[1..^1]) is not { } token
            || !(await request.Locks.CoveringAsync(item, request.Aborted)).Any(one => one.Token == token)
            || !await grains.GetGrain<IDavDriveGrain>(item.DriveId).UnlockAsync(token, request.Caller.UserId, CancellationToken.None))
        {
            throw new ProblemException(Problem.NotPossible("You hold no such lock on this item.").Problem);
        }

        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RefreshAsync(DavRequest request, TreeItem item)
    {
        var drive = grains.GetGrain<IDavDriveGrain>(item.DriveId);
        foreach (var one in await request.Locks.CoveringAsync(item, request.Aborted))
        {
            if (request.Guard.Submitted.Contains(one.Token)
                && await drive.RefreshAsync(one.Token, request.Caller.UserId, SecondsOf(request.Context), CancellationToken.None) is { } refreshed)
            {
                await AnswerAsync(request, item, refreshed, StatusCodes.Status200OK);
                return;
            }
        }

        throw Problem.PreconditionFailed(currentEtag: null);
    }

    private async Task<TreeItem> MakeAsync(DavRequest request)
    {
        await committer.PutAsync(
            request.Caller,
            new FilePlace.At(request.Address.Path, MakeParents: false),
            new VersionTerms { Precondition = new FilePrecondition { Absent = true } },
            (reference, token) => writer.WriteAsync(ReadOnlyMemory<byte>.Empty, null, reference, token),
            request.Aborted);
        return await request.FindAsync();
    }

    private async Task<DavLock> ReadAsync(DavRequest request, XElement body, TreeItem item)
    {
        if (body.Name != DavNames.D + "lockinfo"
            || body.Element(DavNames.D + "lockscope") is not { } scope
            || body.Element(DavNames.D + "locktype")?.Element(DavNames.D + "write") is null)
        {
            throw Problem.BadRequest("The body of a LOCK is a lockinfo element with a lockscope and the locktype write.");
        }

        var owner = body.Element(DavNames.D + "owner") is { } told
            ? string.Concat(told.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)))
            : "";
        var seconds = SecondsOf(request.Context);
        return new DavLock
        {
            Token = Guid.NewGuid(),
            UserId = request.Caller.UserId,
            Way = await request.Locks.WayAsync(item.DriveId, item.EntryId, request.Aborted),
            IsDeep = request.Depth switch
            {
                null => true,
                0 => false,
                _ => throw Problem.BadRequest("A lock has Depth 0 or infinity."),
            },
            IsShared = scope.Element(DavNames.D + "shared") is not null,
            OwnerXml = owner.Length <= MaxOwnerLength ? owner : throw Problem.TooLarge($"The owner of a lock has at most {MaxOwnerLength} characters."),
            Seconds = seconds,
            ExpiresAt = clock.GetUtcNow().AddSeconds(seconds),
        };
    }

    private static async Task AnswerAsync(DavRequest request, TreeItem item, DavLock one, int status)
    {
        var response = request.Context.Response;
        response.StatusCode = status;
        response.ContentType = MultistatusWriter.ContentType;
        var text = response.BodyWriter;
        text.Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:prop xmlns:d=\"DAV:\"><d:lockdiscovery>"u8);
        LockXml.Write(text, one, request.Caller.UserId, one.EntryId == item.EntryId ? request.HrefOf(item) : null);
        text.Raw("</d:lockdiscovery></d:prop>"u8);
        await text.FlushAsync(request.Aborted);
    }

    // The first of those that the client would like; whatever it is, a lock that nobody refreshes ends within the hour.
    private static int SecondsOf(HttpContext context)
    {
        var text = context.Request.Headers["Timeout"].ToString().Split(',')[0].Trim();
        if (text.StartsWith("Infinite", StringComparison.OrdinalIgnoreCase))
        {
            return MaxSeconds;
        }

        return text.StartsWith("Second-", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(text.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? (int)Math.Clamp(seconds, 1, MaxSeconds)
            : DefaultSeconds;
    }
}
