# config/routes.rb
Rails.application.routes.draw do
  resources :items, only: [ :create ]
end
