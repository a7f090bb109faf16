using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Api.Files;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>
/// Files that come in parts (the chunked upload of Nextcloud, version 2, in the shapes of all clients). A part is stored like any content, and
/// listed when it is whole; the last step puts the lists of their chunks one behind the other.
/// </summary>
internal sealed class PartUploads(
    IGrainFactory grains, ContentBody body, PartAssembly assembly, Checksums checksums, TimeProvider clock)
{
    private const string Offset = "OC-Chunk-Offset";

    public Task AnswerAsync(HttpContext context)
    {
        var address = PartAddress.Of(context);
        return (context.Request.Method.ToUpperInvariant(), address.Part) switch
        {
            ("OPTIONS", _) => Describe(context),
            ("MKCOL", null) => BeginAsync(context, address),
            ("PROPFIND", _) => ListAsync(context, address),
            ("DELETE", null) => DeleteAsync(context, address),
            ("DELETE", { } part) => RemoveAsync(context, address, part),
            ("PUT", { } part) => PutAsync(context, address, part),
            ("MOVE", _) => assembly.FinishAsync(context, address),
            _ => throw Problem.MethodNotAllowed("This is an upload in parts."),
        };
    }

    private IPartUploadGrain Upload(PartAddress address) => grains.GetGrain<IPartUploadGrain>(address.UploadKey);

    private IUploadRoomGrain Room(PartUploadState state) => grains.GetGrain<IUploadRoomGrain>(state.DriveId);

    private static Task Describe(HttpContext context)
    {
        DavDoor.DescribeSelf(context);
        return Task.CompletedTask;
    }

    private async Task BeginAsync(HttpContext context, PartAddress address)
    {
        var declared = long.TryParse(context.Request.Headers["OC-Total-Length"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : 0;
        UploadRoomAnswer.Require(
            await Upload(address).CreateAsync(Guid.CreateVersion7(), Caller.Of(context).DriveId, declared, context.RequestAborted), declared);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private async Task PutAsync(HttpContext context, PartAddress address, string name)
    {
        var caller = Caller.Of(context);
        var order = OrderOf(name);
        var checksum = Checksums.Of(context.Request);
        var state = await Upload(address).GetAsync(context.RequestAborted);
        if (state is not { IsCompleted: false })
        {
            throw Problem.NotFound("There is no such upload: begin it with MKCOL.");
        }

        // Before bytes are read that cannot be kept; what decides is the answer to the part.
        UploadRoomAnswer.Require(
            await Room(state).JudgeAsync(state.UploadId, state.SizeBytes + (context.Request.ContentLength ?? 0), context.RequestAborted),
            context.Request.ContentLength ?? 0);

        var partId = Guid.CreateVersion7();
        var reference = new ChunkReference
        {
            Owner = caller.DriveId,
            FileId = address.UploadKey,
            VersionId = state.UploadId,
            LeasedUntil = clock.GetUtcNow() + IPartUploadGrain.Lease,
        };
        var content = await body.StoreAsync(context.Request, caller, null, checksum, reference, ContentBody.EndOf(context));
        await (content.Holding ?? Task.CompletedTask);
        var part = new UploadPart
        {
            PartId = partId,
            Name = name,
            Order = order,
            Offset = OffsetOf(context),
            Manifest = content.Stored,
            CameAt = clock.GetUtcNow(),
        };
        switch (await Upload(address).AddAsync(state.UploadId, part, CancellationToken.None))
        {
            case PartOutcome.Added:
                break;
            case PartOutcome.NoRoom:
                throw UploadRoomAnswer.Explain(await Room(state).JudgeAsync(state.UploadId, 0, CancellationToken.None));
            default:
                throw Problem.NotPossible($"The upload is over, or it has {IPartUploadGrain.MaxParts} parts.");
        }

        context.Response.Headers.ETag = $"\"{partId:N}\"";
        context.Response.Headers["OC-ETag"] = $"\"{partId:N}\"";
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private async Task RemoveAsync(HttpContext context, PartAddress address, string name)
    {
        if (!await Upload(address).RemoveAsync(OrderOf(name), name, context.RequestAborted))
        {
            throw Problem.NotFound("There is no such part.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(HttpContext context, PartAddress address)
    {
        if (!await Upload(address).DeleteAsync(context.RequestAborted))
        {
            throw Problem.NotFound("There is no such upload.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ListAsync(HttpContext context, PartAddress address)
    {
        var question = PropertyQuestion.Of(await DavBody.ReadAsync(context));
        if (await Upload(address).GetAsync(context.RequestAborted) is not { IsCompleted: false } state)
        {
            throw Problem.NotFound("There is no such upload.");
        }

        var parts = new List<UploadPart>();
        await foreach (var part in PartPages.ReadAsync(Upload(address), context.RequestAborted))
        {
            if (address.Part is null || part.Name == address.Part)
            {
                parts.Add(part);
            }
        }

        if (address.Part is not null && parts.Count == 0)
        {
            throw Problem.NotFound("There is no such part.");
        }

        var items = parts.Select(part => Fact(part.PartId, part.Name, EntryKind.File, part.Manifest.SizeBytes, part.CameAt, address.Part is null
            ? $"{address.Text}/{WebDav.Addresses.DavAddress.Escape(part.Name)}"
            : address.Text));
        if (address.Part is null)
        {
            var folder = Fact(state.UploadId, "", EntryKind.Folder, 0, clock.GetUtcNow(), address.Text + "/");
            items = context.Request.Headers["Depth"] == "0" ? [folder] : items.Prepend(folder);
        }

        await ItemListing.WriteAsync(context, question, [.. items], checksums);
    }

    private static ItemFacts Fact(Guid id, string name, EntryKind kind, long size, DateTimeOffset at, string href) => new()
    {
        Item = new TreeItem
        {
            Entry = new Entry
            {
                Id = id,
                DriveId = Guid.Empty,
                ParentId = Guid.Empty,
                Name = name,
                Kind = kind,
                Etag = $"{id:N}",
                SizeBytes = size,
                ModifiedAt = at,
                Path = default,
            },
            DriveId = Guid.Empty,
            EntryId = id,
        },
        Href = href,
        Etag = $"{id:N}",
    };

    private static long? OffsetOf(HttpContext context) =>
        long.TryParse(context.Request.Headers[Offset].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;

    // An index, an offset, or an offset and an end: whatever a client counts, it grows along the file.
    private static long OrderOf(string name)
    {
        var digits = name.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(digits < 0 ? name : name.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var order)
            ? order
            : throw Problem.BadRequest("The name of a part begins with a number, by which the parts are put in order.");
    }
}
