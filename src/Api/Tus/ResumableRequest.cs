using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Tus;

/// <summary>A request of one of the two protocols for uploads that come in order: who asks, and how it is answered.</summary>
/// <param name="Context">The request.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Answer">How it is answered.</param>
internal sealed record ResumableRequest(HttpContext Context, Caller Caller, ResumableAnswer Answer)
{
    public bool IsTus => Answer.IsTus;

    /// <summary>Whether it comes through the door of other makers' clients (<see cref="TusByDoor"/>).</summary>
    public bool IsByDoor => Caller.IsByDoor;

    /// <summary>Upload-Offset; null where it is not there.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public long? Offset => NumberOf("Upload-Offset");

    /// <summary>Upload-Length; null where it is not there.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public long? Length => NumberOf("Upload-Length");

    /// <summary>Upload-Complete; null where it is not there.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public bool? Complete => Context.Request.Headers["Upload-Complete"].ToString() switch
    {
        "" => null,
        "?1" => true,
        "?0" => false,
        _ => throw Problem.BadRequest("Upload-Complete is ?0 or ?1."),
    };

    /// <summary>Whether a body may come.</summary>
    public bool HasBody =>
        Context.Request.ContentLength != 0 && Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    /// <summary>The upload, if it is the caller's.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public AppendState Require(AppendState? state)
    {
        if (state?.Declaration.UserId != Caller.UserId)
        {
            throw Problem.NotFound("There is no such upload: it never was, it was given up, or it has expired. Begin it again.");
        }

        Answer.State = state;
        return state;
    }

    private long? NumberOf(string name) => Context.Request.Headers[name] switch
    {
        { Count: 0 } => null,
        [{ } text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Problem.BadRequest($"{name} is a number of bytes."),
    };
}
