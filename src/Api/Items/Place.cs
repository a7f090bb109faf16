using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Names;

namespace FileStorage.Api.Items;

/// <summary>A place that a caller named, found: the folder and the name in it.</summary>
/// <param name="Parent">The folder; null where there is none: the drive says so, unless it did the same command before.</param>
/// <param name="Name">Valid and normalized.</param>
/// <param name="Path">From the root, or null where the folder was given by id.</param>
internal sealed record Place(TreeItem? Parent, string Name, EntryPath? Path)
{
    /// <summary>The folder's id in its drive; empty where there is none.</summary>
    public Guid ParentId => Parent?.EntryId ?? Guid.Empty;

    /// <exception cref="ProblemException">400: no place.</exception>
    public static async Task<Place> FindAsync(PlaceRequest request, CallerTree tree, CancellationToken cancellationToken)
    {
        if (request.Path is { } text && request.ParentId is null && request.Name is null)
        {
            var path = ItemAddress.Path(text);
            if (path.IsRoot)
            {
                throw Problem.NotPossible("The root is no place for an item; name the place below it.");
            }

            return new Place((await tree.ResolveAsync(path.Parent.Names, cancellationToken)).Item, path.Name, path);
        }

        if (request is { Path: null, ParentId: { } parentId, Name: { } given })
        {
            return new Place(await tree.FindAsync(parentId, cancellationToken), Normalize(given), null);
        }

        throw Problem.BadRequest("A place is either \"path\", or \"parentId\" and \"name\".");
    }

    /// <summary>A name that a caller wrote, as it is stored.</summary>
    /// <exception cref="ProblemException">400: it cannot be a name.</exception>
    public static string Normalize(string given) => EntryName.TryNormalize(given, out var name) switch
    {
        NameProblem.None => name,
        var problem => throw Problem.InvalidName(EntryName.Describe(problem)),
    };
}
