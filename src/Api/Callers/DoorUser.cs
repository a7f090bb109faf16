using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Callers;

/// <summary>The account of a caller by the names that other makers' clients use for it.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Email">Its address: the name that is shown, and that stands in the addresses of its files.</param>
internal sealed record DoorUser(Guid UserId, string Email)
{
    /// <summary>Whoever comes by a public link.</summary>
    public static readonly DoorUser Visitor = new(Guid.Empty, "Files");

    /// <summary>Whether this is no account's, and is told no ids and nothing of the drive.</summary>
    public bool IsVisitor => UserId == Guid.Empty;

    /// <summary>That of a request which has passed <see cref="CallerGate"/> by <see cref="Access.Doors"/>.</summary>
    public static DoorUser Of(HttpContext context) =>
        context.Features.Get<DoorUser>() ?? throw new InvalidOperationException("This address was mapped for callers of another kind.");

    /// <summary>Requires that the user in the address ({user}) is the caller.</summary>
    /// <exception cref="ProblemException">403.</exception>
    public static DoorUser Require(HttpContext context)
    {
        var user = Of(context);
        return user.IsCalled(Uri.UnescapeDataString(context.Request.RouteValues["user"] as string ?? ""))
            ? user
            : throw Problem.Forbidden("This is another account's.");
    }

    /// <summary>Whether a name means this account: its address in whatever case, or its id.</summary>
    public bool IsCalled(string name) =>
        string.Equals(name.Trim(), Email, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(name, out var id) && id == UserId);
}
