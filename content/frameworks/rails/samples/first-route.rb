# config/routes.rb
Rails.application.routes.draw do
  get "/hello/:name", to: "greetings#show"
end
