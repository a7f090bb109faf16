using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Names;
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
    public static async Task<TreeItem> FindAsync(HttpContext context) =>
        await FindOrNullAsync(context) ?? throw Problem.NotFound("There is no such item.");

    /// <summary>
    /// The item for a command, or null. The drive, which knows whether the same command was done before, is the one to say that there is none.
    /// </summary>
    public static async Task<TreeItem?> FindOrNullAsync(HttpContext context)
    {
        var tree = Caller.Of(context).Tree;
        return context.Request.RouteValues.ContainsKey("id")
            ? await tree.FindAsync(RouteId(context), context.RequestAborted)
            : (await tree.ResolveAsync(QueryPath(context).Names, context.RequestAborted)).Item;
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
