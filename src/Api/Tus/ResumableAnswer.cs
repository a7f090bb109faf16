using System.Globalization;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Tus;

/// <summary>
/// The headers by which an upload is told, in one of the two protocols. They are written when the answer starts: an error clears what was set
/// before, and has to carry them too.
/// </summary>
internal sealed class ResumableAnswer
{
    private readonly HttpContext _context;
    private readonly TimeProvider _clock;

    public ResumableAnswer(HttpContext context, bool isTus, TimeProvider clock)
    {
        _context = context;
        _clock = clock;
        IsTus = isTus;
        context.Response.OnStarting(() =>
        {
            Write(context.Response.Headers);
            return Task.CompletedTask;
        });
    }

    public bool IsTus { get; }

    /// <summary>Null: not told.</summary>
    public long? OffsetBytes { get; set; }

    /// <summary>IETF: whether this answer is that of the file; null: not told.</summary>
    public bool? IsComplete { get; set; }

    /// <summary>The upload, for what is told of it in any case; null where it is not known.</summary>
    public AppendState? State { get; set; }

    /// <summary>Whether the length and what was declared are told.</summary>
    public bool IsFull { get; set; }

    private void Write(IHeaderDictionary headers)
    {
        if (OffsetBytes is { } offset)
        {
            headers["Upload-Offset"] = Number(offset);
        }

        if (IsTus)
        {
            WriteTus(headers);
        }
        else
        {
            WriteDraft(headers);
        }
    }

    private void WriteTus(IHeaderDictionary headers)
    {
        headers["Tus-Resumable"] = TusDoor.Version;
        if (_context.Response.StatusCode == StatusCodes.Status412PreconditionFailed)
        {
            headers["Tus-Version"] = TusDoor.Version;
        }

        if (State is not { } state)
        {
            return;
        }

        if (state is { ItemId: null, IsJoined: false })
        {
            headers["Upload-Expires"] = state.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        }

        if (!IsFull)
        {
            return;
        }

        if (state.LengthBytes is { } length)
        {
            headers["Upload-Length"] = Number(length);
        }
        else
        {
            headers["Upload-Defer-Length"] = "1";
        }

        if (state.Declaration.Metadata is { } metadata)
        {
            headers[UploadMetadata.Header] = metadata;
        }

        if ((state.Declaration.IsPartial ? "partial" : state.Declaration.Concatenation) is { } concat)
        {
            headers["Upload-Concat"] = concat;
        }
    }

    private void WriteDraft(IHeaderDictionary headers)
    {
        if (IsComplete is { } isComplete)
        {
            headers["Upload-Complete"] = isComplete ? "?1" : "?0";
        }

        if (IsFull && State?.LengthBytes is { } length)
        {
            headers["Upload-Length"] = Number(length);
        }

        var age = State is { ItemId: null } open ? $", max-age={Number((long)Math.Max(0, (open.ExpiresAt - _clock.GetUtcNow()).TotalSeconds))}" : "";
        headers["Upload-Limit"] = $"max-size={Number(ChunkLimits.MaxFileBytes)}{age}";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
