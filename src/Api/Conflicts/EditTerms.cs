using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Core.Conflicts;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Conflicts;

/// <summary>That content is an edit: of which version, and what becomes of it in a conflict.</summary>
internal sealed record EditTerms(ConflictPolicy Policy, Guid? Base)
{
    /// <summary>The edit that ?conflict= and ?base= speak of; null where neither is there.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static EditTerms? Of(HttpContext context, FilePrecondition precondition)
    {
        var query = context.Request.Query;
        if (query.Count == 0)
        {
            return null;
        }

        Guid? editedId = null;
        if (query["base"] is [{ } text])
        {
            editedId = Guid.TryParse(text, out var id) ? id : throw Problem.BadRequest("\"base\" is the id of a version.");
        }

        return Of(query["conflict"] is [{ } policy] ? policy : null, editedId, precondition);
    }

    /// <exception cref="ProblemException">400.</exception>
    public static EditTerms? Of(string? policy, Guid? editedId, FilePrecondition precondition)
    {
        if (policy is null && editedId is null)
        {
            return null;
        }

        return ReferenceEquals(precondition, FilePrecondition.None)
            ? new EditTerms(Parse(policy), editedId)
            : throw Problem.BadRequest("Preconditions are strict; leave them out where \"conflict\" or \"base\" says what to do.");
    }

    private static ConflictPolicy Parse(string? policy) => policy switch
    {
        null or "copy" => ConflictPolicy.Copy,
        "merge" => ConflictPolicy.Merge,
        "fail" => ConflictPolicy.Fail,
        "overwrite" => ConflictPolicy.Overwrite,
        _ => throw Problem.BadRequest("\"conflict\" is copy, merge, fail or overwrite."),
    };
}
