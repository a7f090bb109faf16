using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>Problems as clients of the Open Collaboration Services read them.</summary>
internal sealed class OcsProblems : IProblemForm
{
    public static readonly OcsProblems Instance = new();

    public Task WriteAsync(HttpContext context, ProblemBody problem)
    {
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"FileStorage\", charset=\"UTF-8\"";
        }

        return OcsAnswer.RefuseAsync(context, status, problem.Detail ?? "");
    }
}
