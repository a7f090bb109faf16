using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Storage;

namespace Orleans.Embedded.Catalog;

/// <summary>Where the arguments of a grain's constructor come from.</summary>
internal static class GrainArguments
{
    public static Func<Activation, object?> For(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } document)
        {
            return DocumentFactory(parameter, document);
        }

        if (type == typeof(IGrainContext))
        {
            return static activation => activation;
        }

        if (type == typeof(IGrainFactory))
        {
            return static activation => activation.GrainFactory;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        }

        return parameter.HasDefaultValue
            ? activation => ServicesFor(activation, type).GetService(type) ?? parameter.DefaultValue
            : activation => ServicesFor(activation, type).GetRequiredService(type);
    }

    private static IServiceProvider ServicesFor(Activation activation, Type type) =>
        activation.Silo.Singletons.Has(type) ? activation.Silo.Services : activation.ActivationServices;

    private static Func<Activation, object?> DocumentFactory(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException($"The parameter {parameter} of {parameter.Member.DeclaringType} is not an IPersistentState.");
        }

        var constructor = ConstructorInvoker.Create(
            typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments()).GetConstructors().Single());
        return activation =>
        {
            var document = constructor.Invoke(activation, attribute.StateName, attribute.StorageName);
            activation.AddDocument((Orleans.Core.IStorage)document);
            return document;
        };
    }
}
