using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Grains.Interfaces.Search;

namespace FileStorage.Api.Search;

/// <summary>
/// What a caller may see at this moment. The index knows nothing of permissions: a search looks in the folders that are named here, and
/// every hit is asked for here before it is shown.
/// </summary>
internal interface ISearchScope
{
    /// <summary>The folders that the caller sees, each with all below it; with an owner, those that are that account's.</summary>
    Task<ImmutableArray<SearchFolder>> ListAsync(Caller caller, Guid? ownerId, CancellationToken cancellationToken);

    /// <summary>A folder by id or path, and what is shown below it from elsewhere; empty where the caller sees no such folder.</summary>
    Task<ImmutableArray<SearchFolder>> FindAsync(Caller caller, string idOrPath, CancellationToken cancellationToken);

    /// <summary>The item as it is now; null where the caller does not see it, or where it is not (or, as asked, is) in the trash.</summary>
    Task<ItemBody?> ConfirmAsync(Caller caller, SearchFinding finding, bool inTrash, CancellationToken cancellationToken);
}
