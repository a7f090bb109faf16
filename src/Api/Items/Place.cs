using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Items;

/// <summary>A place that a caller named, found: the folder and the name in it.</summary>
/// <param name="ParentId">Empty where there is no such folder; the drive says so, unless it did the same command before.</param>
/// <param name="Name">Valid and normalized.</param>
/// <param name="Path">From the root, or null where the folder was given by id.</param>
internal sealed record Place(Guid ParentId, string Name, EntryPath? Path)
{
    /// <exception cref="ProblemException">400: no place.</exception>
    public static async Task<Place> FindAsync(PlaceRequest request, IDriveGrain drive, CancellationToken cancellationToken)
    {
        if (request.Path is { } text && request.ParentId is null && request.Name is null)
        {
            var path = ItemAddress.Path(text);
            if (path.IsRoot)
            {
                throw Problem.NotPossible("The root is no place for an item; name the place below it.");
            }

            var parents = await drive.ResolveAsync(path.Parent.Names, cancellationToken);
            return new Place(parents.Entry?.Id ?? Guid.Empty, path.Name, path);
        }

        if (request is { Path: null, ParentId: { } parentId, Name: { } given })
        {
            var problem = EntryName.TryNormalize(given, out var name);
            return problem is NameProblem.None
                ? new Place(parentId, name, null)
                : throw Problem.InvalidName(EntryName.Describe(problem));
        }

        throw Problem.BadRequest("A place is either \"path\", or \"parentId\" and \"name\".");
    }
}
