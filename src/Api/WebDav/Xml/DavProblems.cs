using System.Globalization;
using System.Security;
using System.Text;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Addresses;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Xml;

/// <summary>Problems as WebDAV clients read them: an error element, with the exception and message that ownCloud's clients show.</summary>
internal sealed class DavProblems : IProblemForm
{
    public static readonly DavProblems Instance = new();

    public async Task WriteAsync(HttpContext context, ProblemBody problem)
    {
        var status = StatusOf(problem);
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"FileStorage\", charset=\"UTF-8\"";
        }

        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\">");
        text.Append(ConditionOf(problem, context));
        text.Append(CultureInfo.InvariantCulture, $"<s:exception>{ExceptionOf(status)}</s:exception>");
        text.Append(CultureInfo.InvariantCulture, $"<s:message>{SecurityElement.Escape(problem.Detail)}</s:message></d:error>");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        context.Response.ContentType = MultistatusWriter.ContentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    // RFC 9457 has more to tell with than these clients read.
    private static int StatusOf(ProblemBody problem) => problem.Type switch
    {
        ProblemTypes.HashMismatch => StatusCodes.Status400BadRequest,
        _ => problem.Status ?? StatusCodes.Status500InternalServerError,
    };

    private static string ConditionOf(ProblemBody problem, HttpContext context) => problem.Type switch
    {
        // Which resource was asked for, and nothing of the lock.
        ProblemTypes.Locked => $"<d:lock-token-submitted><d:href>{SecurityElement.Escape(DavAddress.RawPath(context))}</d:href></d:lock-token-submitted>",
        ProblemTypes.QuotaExceeded => "<d:quota-not-exceeded/>",
        ProblemTypes.DepthNotServed => "<d:propfind-finite-depth/>",
        _ => "",
    };

    // The names that ownCloud's and Nextcloud's servers give them; some clients look at them.
    private static string ExceptionOf(int status) => status switch
    {
        400 => "Sabre\\DAV\\Exception\\BadRequest",
        401 => "Sabre\\DAV\\Exception\\NotAuthenticated",
        403 => "Sabre\\DAV\\Exception\\Forbidden",
        404 => "Sabre\\DAV\\Exception\\NotFound",
        405 => "Sabre\\DAV\\Exception\\MethodNotAllowed",
        409 => "Sabre\\DAV\\Exception\\Conflict",
        412 => "Sabre\\DAV\\Exception\\PreconditionFailed",
        415 => "Sabre\\DAV\\Exception\\UnsupportedMediaType",
        416 => "Sabre\\DAV\\Exception\\RequestedRangeNotSatisfiable",
        423 => "Sabre\\DAV\\Exception\\Locked",
        503 => "Sabre\\DAV\\Exception\\ServiceUnavailable",
        507 => "Sabre\\DAV\\Exception\\InsufficientStorage",
        _ => "Sabre\\DAV\\Exception",
    };
}
