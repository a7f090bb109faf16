using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;

namespace FileStorage.Sync.Trees;

/// <summary>The local names at which an operation is under way: what shows up there may be its doing.</summary>
internal interface IPlacesInUse
{
    /// <summary>Whose operation it is; null where none is under way.</summary>
    Subject? FindUser(LocalKey folder, string name);
}
