using System.Globalization;
using System.Text.Json;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Core.Faults;
using FileStorage.Storage.Chunks;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace FileStorage.Api.Problems;

/// <summary>
/// The outermost step of every request: whatever went wrong inside becomes a problem (RFC 9457), or, where the answer has
/// begun, a broken connection, so that no answer that failed looks whole.
/// </summary>
internal sealed partial class ProblemEdge(RequestDelegate next, ILogger<ProblemEdge> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        Exception? failure = null;
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (failure is not null)
        {
            await EndAsync(context, failure);
        }
        else if (context.Response.StatusCode >= 400 && !context.Response.HasStarted && context.Response.ContentType is null)
        {
            await WriteAsync(context, Problem.OfStatus(context.Response.StatusCode));
        }
    }

    /// <summary>
    /// The problem that tells the caller of this exception. Null for one that nobody foresaw: a fault of the server, to be logged.
    /// </summary>
    public static ProblemException? Explain(Exception exception) => exception switch
    {
        ProblemException problem => problem,
        BadHttpRequestException { StatusCode: 400, InnerException: JsonException json } => Problem.BadRequest(DescribeJson(json), json),
        BadHttpRequestException { StatusCode: 413 } large => Problem.TooLarge("The body is larger than this address takes.", large),
        BadHttpRequestException { StatusCode: 400 } bad => IsCutOff(bad)
            ? Problem.BodyCutOff("The body ended before its announced length; nothing was stored.", bad)
            : Problem.BadRequest(bad.Message, bad),
        BadHttpRequestException bad => new ProblemException(Problem.OfStatus(bad.StatusCode), bad),
        JsonException json => Problem.BadRequest(DescribeJson(json), json),
        IStorageFull => Problem.StorageFull(exception),
        DamagedChunkException damaged => Problem.DamagedContent(damaged),
        IUnavailable or TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or InconsistentStateException
            or OperationCanceledException => Problem.Unavailable(exception),
        _ => null,
    };

    /// <summary>Writes a problem as the answer of a request that has not been answered.</summary>
    public static async Task WriteAsync(HttpContext context, ProblemBody problem)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IProblemForm>() is { } form)
        {
            await form.WriteAsync(context, problem);
            return;
        }

        context.Response.StatusCode = problem.Status ?? 500;
        context.Response.ContentType = "application/problem+json";
        if (problem.Status == 401)
        {
            context.Response.Headers.WWWAuthenticate = problem.Type == ProblemTypes.PasswordRequired ? "Basic realm=\"link\", charset=\"UTF-8\"" : "Bearer";
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(problem, ContractsJsonContext.Default.ProblemBody);
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private async Task EndAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested
            && exception is OperationCanceledException or ConnectionResetException or IOException)
        {
            // Nobody is there to be told.
            LogGone(logger);
            context.Abort();
            return;
        }

        var problem = Explain(exception);
        if (problem is null)
        {
            LogFault(logger, exception);
        }
        else if (problem.Status >= 500 && problem.Problem.Type != ProblemTypes.QuotaExceeded)
        {
            LogRefusal(logger, problem.Status, problem.Problem.Type, problem.InnerException);
        }

        if (context.Response.HasStarted)
        {
            LogAborted(logger, problem?.Problem.Type ?? ProblemTypes.InternalError);
            context.Abort();
            return;
        }

        context.Response.Clear();
        if (problem?.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (problem?.Status == 416)
        {
            context.Response.Headers.ContentRange = context.Features.Get<UnsatisfiedRange>()?.ToString();
        }

        // A client that is still sending hears the answer only if somebody reads on: Kestrel does so for five seconds, unless the
        // body is over its limit.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        await WriteAsync(context, problem?.Problem ?? Problem.InternalError());
    }

    // Kestrel tells the reasons of its BadHttpRequestException apart only by their words.
    private static bool IsCutOff(BadHttpRequestException exception) =>
        exception.Message.Contains("Unexpected end", StringComparison.OrdinalIgnoreCase);

    private static string DescribeJson(JsonException exception) => exception.LineNumber is { } line
        ? $"The body is not the JSON that this address takes: line {line + 1}, byte {exception.BytePositionInLine}, at {exception.Path ?? "$"}."
        : "The body is not the JSON that this address takes: " + exception.Message;

    [LoggerMessage(1, LogLevel.Error, "A request failed with a fault of the server")]
    private static partial void LogFault(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "A request was refused with {Status} {Type}")]
    private static partial void LogRefusal(ILogger logger, int status, string? type, Exception? exception);

    [LoggerMessage(3, LogLevel.Warning, "An answer that had begun was cut off: {Type}")]
    private static partial void LogAborted(ILogger logger, string type);

    [LoggerMessage(4, LogLevel.Debug, "A caller went away before the answer")]
    private static partial void LogGone(ILogger logger);
}
