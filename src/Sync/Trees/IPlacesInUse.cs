using FileStorage.Sync.Local;

namespace FileStorage.Sync.Trees;

/// <summary>The local names at which an operation is under way: what shows up there may be its doing.</summary>
internal interface IPlacesInUse
{
    bool IsInUse(LocalKey folder, string name);
}
