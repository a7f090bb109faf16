using FileStorage.Api.Problems;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>The item that a request is about: {id} in the address, or ?path=.</summary>
internal static class ItemAddress
{
    /// <summary>The id in the address; the route lets nothing but a UUID through.</summary>
    public static Guid RouteId(HttpContext context, string name = "id") =>
        Guid.TryParse(context.Request.RouteValues[name] as string, out var id) ? id : throw Problem.NotFound("There is no such item.");

    /// <summary>The item, live or in the trash, with its path.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    public static async Task<Entry> FindAsync(HttpContext context, IDriveGrain drive)
    {
        if (context.Request.RouteValues.ContainsKey("id"))
        {
            return await drive.FindAsync(RouteId(context), context.RequestAborted) ?? throw Problem.NotFound("There is no such item.");
        }

        var path = QueryPath(context);
        var resolution = await drive.ResolveAsync(path.Names, context.RequestAborted);
        var entry = resolution.Entry ?? throw Problem.NotFound("There is no such item.");
        return entry with { Path = path.Names };
    }

    /// <summary>
    /// The item's id for a command. Where a path leads nowhere the id is empty: the drive, which knows whether the same
    /// command was done before, is the one to say so.
    /// </summary>
    public static async Task<Guid> FindIdAsync(HttpContext context, IDriveGrain drive)
    {
        if (context.Request.RouteValues.ContainsKey("id"))
        {
            return RouteId(context);
        }

        var resolution = await drive.ResolveAsync(QueryPath(context).Names, context.RequestAborted);
        return resolution.Entry?.Id ?? Guid.Empty;
    }

    /// <summary>The path of ?path=.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static EntryPath QueryPath(HttpContext context) =>
        context.Request.Query["path"] is [{ } path] ? Path(path) : throw Problem.BadRequest("Name the item by ?path=/… once, or by its id.");

    /// <summary>A path that a caller wrote.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static EntryPath Path(string text) =>
        EntryPath.TryParse(text, out var path, out var problem) ? path : throw Problem.InvalidName(problem ?? "");
}
