using FileStorage.Api.Contracts.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Problems;

/// <summary>How an endpoint tells problems whose protocol has a form of its own for them: metadata of the endpoint.</summary>
internal interface IProblemForm
{
    /// <summary>Answers a request that has not been answered.</summary>
    Task WriteAsync(HttpContext context, ProblemBody problem);
}
